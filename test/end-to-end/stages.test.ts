import { afterAll, beforeAll, expect, test } from "vitest";
import { Shop } from "./shop.ts";
import { placeOrder, shopDuring } from "./shoppers.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
});
afterAll(() => shop.remove());

let first: string;

test("stage 1 comes up from nothing, sells something, and has nothing left to change", async () => {
  const printed = await shop.run("deploy", "stage-1");

  expect(printed).toContain(shop.url.replace("127.0.0.1", "localhost"));
  first = (await placeOrder(shop.url)).id;
  const page = (await shop.get("/products", "text/html")).text;
  const [picture = "none"] = page.match(/\/static\/products\/1\.[0-9a-f]{8}\.svg/) ?? [];
  expect((await shop.get(picture)).text).toContain("<svg");
  expect(await shop.plan("stage-1")).toBe("");
});

/** Up and down, and over several at once. */
const path = [2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1, 8, 4, 1, 6, 2, 5, 3, 1].map(
  (number) => `stage-${number}`,
);

test.each(path)(
  "a running shop becomes %s without a failed request or a lost order",
  async (stage) => {
    const before = await shop.orders();
    const visit = await shopDuring(shop.url, 20, () => shop.run("deploy", stage));
    const acknowledged = visit.orders.map(({ id }) => id);
    console.log(
      `${stage}: ${visit.requests} requests, ${visit.failures.length} failed, ` +
        `${visit.orders.length} orders, longest wait ${visit.longestMilliseconds} ms`,
    );

    expect(visit.failures).toEqual([]);
    expect((await shop.orders()).sort()).toEqual([...before, ...acknowledged].sort());
    expect(await shop.plan(stage)).toBe("");
  },
);

test("the first order can still be looked at", async () => {
  const { status, text } = await shop.get(`/orders/${first}`);

  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    id: first,
    status: expect.stringMatching(/paid|refused/),
  });
});

test("destroy leaves no container, network or volume behind", async () => {
  await shop.run("destroy", "--yes");

  expect(await shop.remains()).toBe("");
});
