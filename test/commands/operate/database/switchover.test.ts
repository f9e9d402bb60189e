import { expect, test } from "vitest";
import { refusalOf } from "../../../../commands/operate/database/patronictl.ts";
import { pickSuccessor } from "../../../../commands/operate/database/switchover.ts";
import { members } from "./samples.ts";

const status = "npm run database -- status";

test("the first synchronous member takes over where none is named", () => {
  const { from, to } = pickSuccessor(members("inStep", { "database-1": "exited" }), status);

  expect([from.name, to.name]).toEqual(["database-2", "database-3"]);
});

test("the member that is named takes over", () => {
  expect(pickSuccessor(members("inStep"), status, "database-3").to.name).toBe("database-3");
});

test.each([
  ["names no member", "database-9", 'no member "database-9": there are database-1, database-2, da'],
  ["leads already", "database-2", "database-2 leads already"],
  [
    "is not synchronous",
    "database-3",
    "is not synchronous (running), so it may lack orders: wait until npm run",
  ],
])("fails when the successor %s", (_, name, words) => {
  expect(() => pickSuccessor(members("handedOver"), status, name)).toThrow(words);
});

test("fails when the successor does not run, and tells how to start it", () => {
  expect(() =>
    pickSuccessor(members("inStep", { "database-1": "exited" }), status, "database-1"),
  ).toThrow("database-1 does not run: docker start shop-database-1");
});

test("fails when nobody leads, or nobody else has every order", () => {
  expect(() => pickSuccessor(members("inStep", { "database-2": "exited" }), status)).toThrow(
    "nobody leads",
  );
  expect(() => pickSuccessor(members("handedOver"), status)).toThrow(
    "only database-2 has every order",
  );
});

test("a refusal is read from Patroni's words, as patronictl ends well all the same", () => {
  const refused =
    "Current cluster topology\nSwitchover failed, details: 412, candidate name does not match with sync_standby\n";

  expect(refusalOf(refused)).toBe("candidate name does not match with sync_standby");
  expect(refusalOf('2026-11-25 01:10:54.45 Successfully switched over to "database-2"')).toBe(
    undefined,
  );
  expect(refusalOf("Failover failed, details: 503, Failover status unknown")).toBe(undefined);
});
