import { expect, onTestFinished, test } from "vitest";
import { createTestApp } from "./support/app.ts";

const operations = ["GET /products", "GET /products/{id}", "POST /orders", "GET /orders/{id}"];

test("the description names each operation of the API, and none of the pages' forms", async () => {
  const { app } = await createTestApp(onTestFinished);

  const { openapi, paths } = (await app.inject("/openapi.json")).json();

  const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(openapi).toBe("3.1.0");
  expect(described).toEqual(operations);
});

test("the description has the rules that requests are checked by", async () => {
  const { app } = await createTestApp(onTestFinished);

  const { paths } = (await app.inject("/openapi.json")).json();

  const { requestBody, parameters, responses } = paths["/orders"].post;
  const { lines } = requestBody.content["application/json"].schema.properties;
  expect(lines).toMatchObject({ minItems: 1, maxItems: 50 });
  expect(lines.items.properties.quantity).toMatchObject({ minimum: 1, maximum: 99 });
  expect(parameters).toMatchObject([{ in: "header", name: "idempotency-key", required: true }]);
  expect(Object.keys(responses)).toEqual(["201", "202", "default"]);
});

test("the page of the API shows each operation, and is linked from every page", async () => {
  const { app } = await createTestApp(onTestFinished);

  const { body, headers } = await app.inject("/api");

  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  for (const operation of operations) expect(body).toContain(`<code>${operation}</code>`);
  expect(body).toContain("idempotency-key (header)");
  expect(body).toContain("category (query, optional)");
  expect(body).toContain("a number from 1 to 9999");
  expect(body).toContain("&quot;pending&quot; | &quot;paid&quot; | &quot;refused&quot;");
  expect((await app.inject("/cart")).body).toContain('href="/api"');
});
