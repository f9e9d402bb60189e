import { describe, expect, test } from "vitest";
import { readConfiguration } from "../../shop/src/app/configuration.ts";

const env = {
  COOKIE_SECRET: "a secret for tests only",
  DATABASE_URL: "postgres://shop:secret@database:5432/shop",
  PAYMENT_URL: "http://payment-provider:3001",
};

describe("the read database", () => {
  test("has the format of the database's URL", () => {
    const DATABASE_READ_URL = "postgres://shop:secret@database:5433/shop";

    const { database, readDatabase } = readConfiguration({ ...env, DATABASE_READ_URL });

    expect(readDatabase).toEqual({ ...database, targets: [{ host: "database", port: 5433 }] });
    expect(readDatabase?.password).toBe("secret");
  });

  test.each([undefined, ""])("may be left out: %j", (DATABASE_READ_URL) => {
    expect(readConfiguration({ ...env, DATABASE_READ_URL }).readDatabase).toBeUndefined();
  });

  test.each([
    ["mysql://a/b", "DATABASE_READ_URL must look like postgres://user:password@host:5432"],
    ["postgres://shop@a:x/shop", 'DATABASE_READ_URL names the host "a:x"'],
  ])("fails when its URL is %j, and names the variable", (DATABASE_READ_URL, sentence) => {
    expect(() => readConfiguration({ ...env, DATABASE_READ_URL })).toThrow(sentence);
  });

  test("fails when only the database's URL is invalid, and names that variable", () => {
    const wrong = { DATABASE_URL: "mysql://a/b", DATABASE_READ_URL: env.DATABASE_URL };

    expect(() => readConfiguration({ ...env, ...wrong })).toThrow(/^DATABASE_URL must look like/);
  });
});

describe("the database for sessions", () => {
  test("is the database itself where that has no pooler", () => {
    const DATABASE_SESSION_URL = "postgres://shop:secret@database:5434/shop";

    const pooled = readConfiguration({ ...env, DATABASE_SESSION_URL });
    const alone = readConfiguration(env);

    expect(pooled.sessionDatabase.targets).toEqual([{ host: "database", port: 5434 }]);
    expect(alone.sessionDatabase).toEqual(alone.database);
  });
});

describe("the cache", () => {
  const cached = { ...env, CACHE_URL: "redis://shop:secret@cache:6379" };

  test("is read from its URL, and values live for a minute by default", () => {
    expect(readConfiguration(cached).cache).toEqual({
      address: { host: "cache", port: 6379, user: "shop", password: "secret" },
      ttlSeconds: 60,
    });
    expect(readConfiguration({ ...cached, CACHE_SECONDS: "5" }).cache?.ttlSeconds).toBe(5);
  });

  test.each([undefined, ""])("may be left out: %j", (CACHE_URL) => {
    expect(readConfiguration({ ...env, CACHE_URL }).cache).toBeUndefined();
  });

  test.each(["http://cache", "redis://cache:6379", "redis://shop:secret@cache:x"])(
    "fails when its URL is %j, and does not print it, since it may contain a password",
    (CACHE_URL) => {
      expect(() => readConfiguration({ ...cached, CACHE_URL })).toThrow(
        "CACHE_URL must look like redis://user:password@host:6379",
      );
    },
  );

  test.each(["0", "-1", "1.5", "x"])(
    "fails when its time to live is %j seconds",
    (CACHE_SECONDS) => {
      expect(() => readConfiguration({ ...cached, CACHE_SECONDS })).toThrow(
        `CACHE_SECONDS must be a whole number from 1 to 99999, got "${CACHE_SECONDS}"`,
      );
    },
  );
});

describe("the payment", () => {
  const { PAYMENT_URL, ...rest } = env;

  test("is synchronous without a queue", () => {
    expect(readConfiguration(env).payment).toEqual({ url: PAYMENT_URL });
  });

  test("is left to the queue's consumers when there is a queue", () => {
    const queue = { QUEUE_URL: "amqp://shop:secret@queue" };

    expect(readConfiguration({ ...rest, ...queue }).payment).toEqual({
      queue: { host: "queue", port: 5672, user: "shop", password: "secret" },
    });
  });

  test("fails without a payment provider and a queue, or when the queue's URL is invalid", () => {
    expect(() => readConfiguration(rest)).toThrow("neither PAYMENT_URL nor QUEUE_URL is set");
    const QUEUE_URL = "http://shop:secret@queue";
    expect(() => readConfiguration({ ...rest, QUEUE_URL })).toThrow(
      "QUEUE_URL must look like amqp://user:password@host:5672",
    );
  });
});
