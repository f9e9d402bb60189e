import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { filesIn, site } from "../../../../shop/load/site.ts";
import { send } from "../../client.ts";
import { docker, type Shop } from "../../shop.ts";
import type { Walk } from "../walk.ts";

let shop: Shop;

const json = { accept: "application/json", "content-type": "application/json" };
const browser = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };
const cart = (product: unknown, quantity: unknown) =>
  JSON.stringify({ lines: [{ product, quantity }] });

const ask = (path: string, headers: Record<string, string> = json, body?: string) =>
  send(`${shop.url}${path}`, headers, body);

const order = (key: string, body = cart(7, 1)) =>
  ask("/orders", { ...json, "idempotency-key": key }, body);

/** The charges of an order in the payment provider's book. */
async function charges(id: string): Promise<string[]> {
  const { "payment-provider": container = "" } = await shop.containers();
  const book = await docker("exec", container, "cat", "/var/lib/payment/book.jsonl");
  return book.split("\n").filter((line) => line.includes(id));
}

/** What the shop answers to programs and browsers, the same in every stage. */
export function ride(walk: Walk): void {
  beforeAll(() => {
    shop = walk.shop;
  });

  describe("a program", () => {
    test("lists the products, looks at one, and orders it", async () => {
      const list = await ask("/products");
      expect(list.status).toBe(200);
      expect(list.json).toHaveLength(200);
      const [first] = list.json;
      const product = { id: 1, name: expect.any(String), priceCents: expect.any(Number) };
      expect(first).toEqual({
        ...product,
        image: expect.stringMatching(/^\/static\/products\/1\.[0-9a-f]{8}\.svg$/),
      });
      expect((await ask("/products/1")).json).toMatchObject(first);
      expect(await ask(first.image)).toMatchObject({ status: 200 });

      const ordered = await order(randomUUID(), cart(1, 3));

      const status = expect.stringMatching(/^(paid|refused)$/);
      const totalCents = 3 * first.priceCents;
      expect(ordered.status).toBe(201);
      expect(ordered.json).toEqual({ id: expect.any(String), status, totalCents });
      const { status: found, json: same } = await ask(`/orders/${ordered.json.id}`);
      expect([found, same]).toEqual([200, ordered.json]);
    });

    test.each([1, 10])(
      "makes one order, charged once, of one key sent %i + 1 times",
      async (times) => {
        const before = await shop.orders();
        const key = randomUUID();

        const together = await Promise.all(Array.from({ length: times }, () => order(key)));
        const answers = [...together, await order(key)];

        const ids = new Set(answers.map((answer) => answer.json.id));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
        expect(ids.size).toBe(1);
        expect((await shop.orders()).filter((id) => !before.includes(id))).toEqual([...ids]);
        expect(await charges(answers[0]?.json.id)).toHaveLength(1);
      },
    );
  });

  test("a browser finds a product, puts it in the cart and pays, once however often it sends the form", async () => {
    expect((await ask("/", browser)).headers.location).toBe("/products");
    expect((await ask("/products", browser)).text).toMatch(/^<!doctype html>.*\/products\/1"/is);
    const name = (await ask("/products/7")).json.name;
    expect((await ask("/products/7", browser)).text).toContain('action="/cart"');

    const added = await ask("/cart", browser, "product=7&quantity=2");
    expect(added).toMatchObject({ status: 303, headers: { location: "/cart" } });
    expect(`${added.headers["set-cookie"]}`).toMatch(/^cart=.*HttpOnly.*SameSite=Lax/);
    const visitor = { ...browser, cookie: `${added.headers["set-cookie"]}`.split(";", 1)[0] ?? "" };
    expect((await ask("/cart", visitor)).text).toContain(name);
    const checkout = (await ask("/checkout", visitor)).text;
    const [, key] = checkout.match(/type="hidden" name="idempotencyKey" value="([^"]+)"/) ?? [];

    const paid = await ask("/orders", visitor, `idempotencyKey=${key}`);
    const again = await ask("/orders", visitor, `idempotencyKey=${key}`);
    const { cookie: _, ...withoutCart } = visitor;
    const later = await ask("/orders", withoutCart, `idempotencyKey=${key}`);

    const location = expect.stringMatching(/^\/orders\/[0-9a-f-]{36}$/);
    expect(paid).toMatchObject({ status: 303, headers: { location } });
    expect(`${paid.headers["set-cookie"]}`).toMatch(/^cart=;/);
    const there = `${paid.headers.location}`;
    expect([again.headers.location, later.headers.location]).toEqual([there, there]);
    const page = await ask(there, browser);
    expect(page.status).toBe(200);
    expect(page.text).toContain(name);
  });

  describe("bad input", () => {
    const key = () => ({ "idempotency-key": randomUUID() });
    const tampered = {
      "content-type": "application/x-www-form-urlencoded",
      cookie: `cart=${encodeURIComponent(`${randomUUID()}~7x1.bm90IHNpZ25lZA`)}`,
    };
    test.each<[string, number, RegExp, Record<string, string>, string]>([
      ["an unknown product", 422, /no product 999/, key(), cart(999, 1)],
      ["no number of a product", 400, /product in line 1/, key(), cart("7", 1)],
      ["a quantity of 0", 400, /quantity .*got 0/, key(), cart(7, 0)],
      ["a quantity of -1", 400, /quantity .*got -1/, key(), cart(7, -1)],
      ["a quantity of 1e9", 400, /quantity .*got 1000000000/, key(), cart(7, 1e9)],
      ["a quantity of 1.5", 400, /quantity .*got 1\.5/, key(), cart(7, 1.5)],
      ['a quantity of "1"', 400, /quantity .*got "1"/, key(), cart(7, "1")],
      ["a body that is not JSON", 400, /not JSON/, key(), "lines: 7"],
      ["no body", 400, /not JSON/, key(), ""],
      ["no lines", 400, /empty/, key(), '{"lines":[]}'],
      [
        "another content type",
        415,
        /content type/,
        { ...key(), "content-type": "text/plain" },
        "7",
      ],
      ["a body of 1 MB", 413, /too large/, key(), " ".repeat(1024 * 1024)],
      ["no key", 400, /key is missing/, {}, cart(7, 1)],
      ["an over-long key", 400, /1 to 128/, { "idempotency-key": "k".repeat(129) }, cart(7, 1)],
      ["a cart that was tampered with", 400, /empty/, tampered, "idempotencyKey=k"],
    ])("an order with %s gets %i and a sentence", async (_, status, sentence, headers, body) => {
      const before = await shop.orders();

      const answer = await ask("/orders", { ...json, ...headers }, body);

      expect(answer.status).toBe(status);
      expect(answer.json.error).toMatch(sentence);
      expect(await shop.orders()).toEqual(before);
    });

    test("a key that is used again with another cart gets 422, and the first order stays", async () => {
      const key = randomUUID();
      const first = await order(key);

      const second = await order(key, cart(7, 2));

      expect(second.status).toBe(422);
      expect(second.json.error).toMatch(/key was used for an order of other products/);
      expect((await ask(`/orders/${first.json.id}`)).json).toEqual(first.json);
    });

    test.each(["/orders/1", `/orders/${randomUUID()}`, "/products/999", "/nothing"])(
      "GET %s gets 404 and a sentence",
      async (path) => {
        const { status, json: problem } = await ask(path);

        expect([status, problem.error]).toEqual([404, expect.stringContaining("there is no")]);
      },
    );
  });

  describe("a payment provider", () => {
    test("that is dead makes an order wait for its payment: 503, and 201 for the same key later", async () => {
      const key = randomUUID();
      const fault = "payment-dead";
      expect(await shop.run("fault", fault)).toContain("until it is repaired");

      const refused = await order(key).finally(() => shop.run("fault", fault, "--repair"));
      const repeated = await order(key);

      expect(refused).toMatchObject({
        status: 503,
        headers: { "retry-after": expect.stringMatching(/^\d+$/) },
        json: {
          error: expect.stringMatching(/payment provider does not answer.*same idempotency/),
        },
      });
      expect(repeated.status).toBe(201);
      expect(await charges(repeated.json.id)).toHaveLength(1);
    });

    test("that is slow is waited for, and still charges an order once", async () => {
      const key = randomUUID();
      const fault = "payment-slow";
      await shop.run("fault", fault);
      const begin = performance.now();

      const first = await order(key).finally(() => shop.run("fault", fault, "--repair"));

      expect(performance.now() - begin).toBeGreaterThan(2000);
      expect(first.status).toBe(201);
      const repeated = await order(key);
      expect(repeated.status).toBe(201);
      expect(await charges(repeated.json.id)).toHaveLength(1);
    });

    test("has no other fault that stays", async () => {
      const failure = await shop.run("fault", "payment-broken").catch(String);

      expect(failure).toContain('there is no fault "payment-broken": npm run fault lists them');
    });
  });

  test("the pages name the very files that shoppers fetch for them", async () => {
    const named = async (path: string) => filesIn((await shop.get(path, "text/html")).text);

    const names = [...(await named("/products/33")).keys()];
    const list = await named("/products?category=Lamps");

    expect(names.sort()).toEqual(site.filesOfProduct(33).sort());
    expect([...list.keys()]).toEqual(expect.arrayContaining(site.filesOfCatalogue(1, "Lamps")));
  });
}
