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

  test("takes the password as a URL has it", () => {
    expect(parseDatabase("postgres://shop:p%40ss@database/shop").password).toBe("p@ss");
  });

  test.each(["", "mysql://a/b", "postgres://database", "postgres:///shop"])(
    "fails when the URL is %j, and says how it must look",
    (url) => {
      expect(() => parseDatabase(url)).toThrow("must look like postgres://user:password@host:5432");
    },
  );

  test("fails without repeating a password that it could not read", () => {
    expect(() => parseDatabase("postgres://shop:secret@host")).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("secret") }),
    );
  });
});

describe("resolve", () => {
  test.each(["127.0.0.1", "::1", "localhost"])("leaves %s as it is", async (host) => {
    expect(await resolve(host)).toEqual([host]);
  });
});
