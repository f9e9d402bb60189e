import { describe, expect, test } from "vitest";
import { readConfiguration } from "../../shop/src/app/configuration.ts";

const env = {
  COOKIE_SECRET: "a secret for tests only",
  DATABASE_PASSWORD: "secret",
  DATABASE_URL: "postgres://shop@database:5432/shop",
  PAYMENT_URL: "http://payment-provider:3001",
};

describe("the database for reads", () => {
  test("has the same form and the same password as the database", () => {
    const DATABASE_READ_URL = "postgres://shop@database:5433/shop";

    const { database, readDatabase } = readConfiguration({ ...env, DATABASE_READ_URL });

    expect(readDatabase).toEqual({ ...database, targets: [{ host: "database", port: 5433 }] });
    expect(readDatabase?.password).toBe("secret");
  });

  test.each([undefined, ""])("may be left out: %j", (DATABASE_READ_URL) => {
    expect(readConfiguration({ ...env, DATABASE_READ_URL }).readDatabase).toBeUndefined();
  });

  test.each([
    ["mysql://a/b", "DATABASE_READ_URL must look like postgres://user@host:5432"],
    ["postgres://shop@a:x/shop", 'DATABASE_READ_URL names the host "a:x"'],
  ])("fails when its URL is %j, and names the variable", (DATABASE_READ_URL, sentence) => {
    expect(() => readConfiguration({ ...env, DATABASE_READ_URL })).toThrow(sentence);
  });

  test("fails when only the database's URL is wrong, and names that variable", () => {
    const wrong = { DATABASE_URL: "mysql://a/b", DATABASE_READ_URL: env.DATABASE_URL };

    expect(() => readConfiguration({ ...env, ...wrong })).toThrow(/^DATABASE_URL must look like/);
  });
});
