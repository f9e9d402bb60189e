import { expect, test } from "vitest";
import { listenNames, number, required } from "../../programs/environment.ts";

test.each([undefined, ""])("a number that is %j has its default", (PORT) => {
  expect(number({ PORT }, "PORT", 3000, 65_535)).toBe(3000);
});

test("a number may be 0, the maximum, or a fraction", () => {
  const read = (SHARE: string) => number({ SHARE }, "SHARE", 0.5, 1);

  expect(["0", "0.02", "1"].map(read)).toEqual([0, 0.02, 1]);
});

test.each(["-1", "65536", "http"])("fails when a port is %j, and names its variable", (PORT) => {
  expect(() => number({ PORT }, "PORT", 3000, 65_535)).toThrow(
    `PORT must be a number from 0 to 65535, got "${PORT}"`,
  );
});

test.each([undefined, ""])("fails when what is required is %j", (BOOK) => {
  expect(() => required({ BOOK }, "BOOK")).toThrow("BOOK is not set: the server needs it");
});

test("names to listen on are a list with commas, by default loopback only", () => {
  expect(listenNames("app-1.app, app-1.metrics,")).toEqual(["app-1.app", "app-1.metrics"]);
  expect(listenNames(undefined)).toEqual(["127.0.0.1"]);
  expect(listenNames(" , ")).toEqual(["127.0.0.1"]);
});
