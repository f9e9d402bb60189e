import { promisify } from "node:util";
import { expect, test } from "vitest";
import { lookupInTurn } from "../../shop/src/queue/lookup.ts";

const lookingUp = (find: () => Promise<string[]>) => {
  const lookup = promisify(lookupInTurn(find)) as unknown as (
    host: string,
    options: object,
  ) => Promise<string>;
  return () => lookup("queue", {});
};

test("each attempt gets another address than the one before, in whatever order DNS lists them", async () => {
  const answers = [
    ["10.0.0.2", "10.0.0.3", "10.0.0.4"],
    ["10.0.0.4", "10.0.0.2", "10.0.0.3"],
    ["10.0.0.3", "10.0.0.4", "10.0.0.2"],
  ];
  const next = lookingUp(async () => answers.shift() ?? []);

  const found = [await next(), await next(), await next()];

  expect(found.sort()).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.4"]);
});

test("goes on with those that are left when the last address is gone", async () => {
  const answers = [["10.0.0.2"], ["10.0.0.3"], ["10.0.0.3"]];
  const next = lookingUp(async () => answers.shift() ?? []);

  expect([await next(), await next(), await next()]).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.3"]);
});

test("fails when the name is unknown", async () => {
  const next = lookingUp(() => Promise.reject(new Error("queryA ENOTFOUND queue")));

  await expect(next()).rejects.toThrow("ENOTFOUND");
});
