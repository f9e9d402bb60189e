import { describe, expect, test } from "vitest";
import { parseDatabase, resolve } from "../../shop/src/app/database/target.ts";

describe("parseDatabase", () => {
  test("reads several hosts, with and without port", () => {
    const database = parseDatabase("postgres://shop:x@127.0.0.1:5433,database,[::1]:5434/orders");

    expect(database).toEqual({
      targets: [
        { host: "127.0.0.1", port: 5433 },
        { host: "database", port: 5432 },
        { host: "::1", port: 5434 },
      ],
      user: "shop",
      password: "x",
      database: "orders",
    });
  });

  test("decodes the password", () => {
    expect(parseDatabase("postgres://shop:p%40ss@database/shop").password).toBe("p@ss");
  });

  test.each(["", "mysql://a/b", "postgres://database", "postgres:///shop"])(
    "fails when the URL is %j, and shows the expected format",
    (url) => {
      expect(() => parseDatabase(url)).toThrow("must look like postgres://user:password@host:5432");
    },
  );

  test("fails without printing a password in an invalid URL", () => {
    expect(() => parseDatabase("postgres://shop:secret@host")).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("secret") }),
    );
  });
});

describe("resolve", () => {
  test.each(["127.0.0.1", "::1", "localhost"])("returns %s without a lookup", async (host) => {
    expect(await resolve(host)).toEqual([host]);
  });
});
