import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createTestApp } from "./support/app.ts";

const json = { accept: "application/json" };

describe("health", () => {
  test("is alive and in rotation without a database, but not ready", async () => {
    const { app } = await createTestApp(onTestFinished);

    expect((await app.inject("/healthz")).statusCode).toBe(200);
    expect((await app.inject("/rotation")).statusCode).toBe(200);
    expect((await app.inject("/readyz")).statusCode).toBe(503);
  });

  test("leaves the rotation when it drains, and closes keep-alive connections", async () => {
    const { app, lifecycle } = await createTestApp(onTestFinished);
    // its time limit would end the process of the tests 24.8 s later
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    void lifecycle.drain([], 3600);
    vi.useRealTimers();

    const rotation = await app.inject("/rotation");

    expect(rotation.statusCode).toBe(404);
    expect(rotation.headers.connection).toBe("close");
    expect((await app.inject("/readyz")).statusCode).toBe(503);
    expect((await app.inject("/healthz")).statusCode).toBe(200);
  });
});

describe("every response", () => {
  test("carries security headers and the name of its server", async () => {
    const { app } = await createTestApp(onTestFinished);

    const { headers } = await app.inject("/cart");

    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "x-content-type-options": "nosniff",
      "x-served-by": "app-1",
    });
    expect(headers["content-security-policy"]).not.toContain("script");
  });

  test("carries the request's id, if it is valid", async () => {
    const { app } = await createTestApp(onTestFinished);
    const idFor = async (id: string) =>
      (await app.inject({ url: "/cart", headers: { "x-request-id": id } })).headers["x-request-id"];

    expect(await idFor("7F000001:8296_0003:790B")).toBe("7F000001:8296_0003:790B");
    expect(await idFor('a"b')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idFor("x".repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is a page for a browser, and problem details for an API client", async () => {
    const { app } = await createTestApp(onTestFinished);

    const page = await app.inject({ url: "/nothing", headers: { accept: "text/html,*/*" } });
    const problem = await app.inject({ url: "/nothing", headers: json });

    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.body).toContain("there is nothing at GET /nothing");
    expect(problem.headers["content-type"]).toContain("application/problem+json");
    expect(problem.json()).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "there is nothing at GET /nothing: see /products",
      error: "there is nothing at GET /nothing: see /products",
    });
  });

  test("escapes values from the request", async () => {
    const { app } = await createTestApp(onTestFinished);

    const { body } = await app.inject("/products/%3Cscript%3Ealert(1)%3C%2Fscript%3E");

    expect(body).not.toContain("<script>");
  });
});

describe("the log", () => {
  test("has a line for each request, without its query", async () => {
    const { app, logged } = await createTestApp(onTestFinished);

    await app.inject({ url: "/cart?token=secret", headers: { "x-request-id": "r-1" } });

    await expect.poll(() => logged).toHaveLength(1);
    expect(logged[0]).toEqual({
      requestId: "r-1",
      method: "GET",
      path: "/cart",
      status: 200,
      milliseconds: expect.any(Number),
    });
  });

  test("has none for health checks", async () => {
    const { app, logged } = await createTestApp(onTestFinished);

    for (const path of ["/healthz", "/readyz", "/rotation"]) await app.inject(path);
    await app.inject("/cart");

    await expect.poll(() => logged).toHaveLength(1);
  });
});

describe("while the database is unavailable", () => {
  test("holds a request, then answers 503 with Retry-After", async () => {
    const { app } = await createTestApp(onTestFinished);

    const response = await app.inject({ url: "/products", headers: json });

    expect(response.statusCode).toBe(503);
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.json().error).toContain("the database is unavailable");
  });
});

describe("the cart's cookie", () => {
  test.each(["1~5x2", "1~5x2.c2lnbmF0dXJl", "%", "s%3A", ""])(
    "is ignored without a valid signature: %j",
    async (value) => {
      const { app } = await createTestApp(onTestFinished);

      const response = await app.inject({ url: "/cart", headers: { cookie: `cart=${value}` } });

      expect(response.statusCode).toBe(200);
      expect(response.body).toContain("Your cart is empty");
    },
  );

  test("is read with a valid signature", async () => {
    const { app } = await createTestApp(onTestFinished);
    const value = encodeURIComponent(app.signCookie("key~5x2~6x1"));

    const response = await app.inject({ url: "/nothing", headers: { cookie: `cart=${value}` } });

    expect(response.body).toContain("Cart, 3 items");
  });
});
