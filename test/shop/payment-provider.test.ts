import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, describe, expect, vi } from "vitest";
import { PaymentProvider } from "../../shop/src/app/payment.ts";
import { Book } from "../../shop/src/payment-provider/book.ts";
import { decide } from "../../shop/src/payment-provider/decide.ts";
import { createPaymentProvider } from "../../shop/src/payment-provider/server.ts";
import { testLog } from "./support/log.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

/** Successive payment providers with one book. */
const test = base.extend("site", ({ onTestFinished }) => {
  const folder = mkdtempSync(join(tmpdir(), "payment-provider-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "book.jsonl");
  const modeFile = join(folder, "mode");
  const open = async (refusalShare = 0, log = testLog().log) => {
    const book = await Book.open(path);
    const provider = createPaymentProvider({ book, refusalShare, modeFile, log });
    onTestFinished(() => provider.close());
    return provider;
  };
  const lines = () => readFileSync(path, "utf8").trimEnd().split("\n");
  return { path, modeFile, open, lines };
});

const charge = (orderId: unknown, amountCents: unknown = 100) => ({
  method: "POST" as const,
  url: "/charges",
  payload: { orderId, amountCents },
});
const order = { id: "o-1", status: "pending", totalCents: 100 } as const;

describe.concurrent("payment provider", () => {
  test("charges an order once, even when requests are concurrent", async ({ site }) => {
    const provider = await site.open();

    const answers = await Promise.all([1, 2, 3].map(() => provider.inject(charge("o-1"))));
    const later = await provider.inject(charge("o-1"));

    for (const answer of [...answers, later]) expect(answer.json()).toEqual({ status: "paid" });
    expect(site.lines()).toHaveLength(1);
  });

  test("keeps its charges after a restart, and truncates a torn last line", async ({ site }) => {
    await (await site.open()).inject(charge("o-1"));
    writeFileSync(site.path, '{"orderId":"o-2","amo', { flag: "a" });

    const provider = await site.open(1);

    expect((await provider.inject(charge("o-1"))).json()).toEqual({ status: "paid" });
    expect((await provider.inject(charge("o-2"))).json()).toEqual({ status: "refused" });
    expect(site.lines().map((line) => JSON.parse(line).orderId)).toEqual(["o-1", "o-2"]);
  });

  test("fails to start when a line in the middle of its book is broken", async ({
    expect,
    site,
  }) => {
    writeFileSync(site.path, "broken\n{}\n");

    await expect(Book.open(site.path)).rejects.toThrow(
      "line 1 is not JSON: restore it from a copy",
    );
  });

  test("fails to charge another amount for the same order", async ({ site }) => {
    const provider = await site.open();
    await provider.inject(charge("o-1", 100));

    expect((await provider.inject(charge("o-1", 200))).statusCode).toBe(409);
  });

  test.for([
    [undefined, 1, "orderId is missing: it must be 1 to 100 characters"],
    ["", 1, 'orderId must be 1 to 100 characters, got ""'],
    ["o", 0, "amountCents must be a whole number from 1, got 0"],
    ["o", -1, "amountCents must be a whole number from 1, got -1"],
    ["o", 1.5, "amountCents must be a whole number from 1, got 1.5"],
  ] as const)(
    "fails to charge order %j with %j cents: %s",
    async ([orderId, amountCents, message], { site, expect }) => {
      const answer = await (await site.open()).inject(charge(orderId, amountCents));

      expect(answer.json()).toMatchObject({ statusCode: 400, message });
    },
  );

  test("refuses the declared share of orders, deterministically", () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `order-${index}`);
    const refused = ids.filter((id) => decide(id, 0.02) === "refused");

    expect(refused.length / ids.length).toBeCloseTo(0.02, 2);
    expect(ids.filter((id) => decide(id, 0.02) === "refused")).toEqual(refused);
  });
});

describe.concurrent("its log", () => {
  test("has a line for each charge, with its request id", async ({ expect, site }) => {
    const { log, logged } = testLog();
    const provider = await site.open(0, log);

    await provider.inject({ ...charge("o-1"), headers: { "x-request-id": "r-1" } });
    await provider.inject("/healthz");

    await expect
      .poll(() => logged)
      .toEqual([
        {
          requestId: "r-1",
          method: "POST",
          path: "/charges",
          status: 200,
          milliseconds: expect.any(Number),
        },
      ]);
  });
});

describe.concurrent("its client", () => {
  test("succeeds when the provider recovers before the time-out", async ({ site }) => {
    const provider = await site.open();
    const url = await provider.listen({ port: 0 });
    writeFileSync(site.modeFile, "dead");
    setTimeout(() => writeFileSync(site.modeFile, "normal"), 200);

    const status = await new PaymentProvider(url).charge(order);

    expect(status).toBe("paid");
  });

  test("fails with a 503 when the provider stays dead until the time-out", async ({
    expect,
    site,
  }) => {
    const provider = await site.open();
    const url = await provider.listen({ port: 0 });
    writeFileSync(site.modeFile, "dead");
    const started = Date.now();

    const result = new PaymentProvider(url, 500).charge(order);

    await expect(result).rejects.toMatchObject({ status: 503, headers: { "retry-after": "30" } });
    expect(Date.now() - started).toBeGreaterThanOrEqual(500);
  });
});
