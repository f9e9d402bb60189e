import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectHeld } from "../drilled.ts";
import { docker, Shop, until } from "../shop.ts";
import { placeOrder } from "../shoppers.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
  await shop.run("deploy", "stage-3");
});
afterAll(() => shop.remove());

describe("a server that dies under load", () => {
  test.each([
    ["kill-web", "web-1"],
    ["kill-app", "app-1"],
  ])("%s is noticed by nobody, and %s is used again", async (fault, server) => {
    const { [server]: container = "" } = await shop.containers();

    await expectHeld(shop, "stage-3", fault);

    await until(`${server} answers again`, async () => {
      await shop.get("/products/1");
      return answers(container);
    });
  });
});

/** Whether a server has logged a request since it was started. */
async function answers(container: string): Promise<boolean> {
  const started = await docker("inspect", "--format", "{{ .State.StartedAt }}", container);
  return (await docker("logs", "--since", started, container)).includes('"path":"/products/');
}

describe("a database that is away", () => {
  test("makes requests wait, then answers 503 with Retry-After, and is forgotten when it is back", async () => {
    const { "database-1": database = "" } = await shop.containers();
    await docker("pause", database);

    const waiting = fetch(`${shop.url}/products/1`, { headers: { accept: "application/json" } });
    const begin = performance.now();
    const response = await waiting;
    const seconds = (performance.now() - begin) / 1000;
    await docker("unpause", database);

    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(seconds).toBeGreaterThan(24);
    expect(seconds).toBeLessThan(30);
    await until("an order is taken again", () =>
      placeOrder(shop.url).then(
        () => true,
        () => false,
      ),
    );
  });
});
