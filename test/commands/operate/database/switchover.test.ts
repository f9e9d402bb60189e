import { expect, test } from "vitest";
import { refusalOf } from "../../../../commands/operate/database/patronictl.ts";
import { pickCandidate } from "../../../../commands/operate/database/switchover.ts";
import { members } from "./samples.ts";

const status = "npm run database -- status";

test("the first synchronous member takes over if none is named", () => {
  const { from, to } = pickCandidate(members("inStep", { "database-1": "exited" }), status);

  expect([from.name, to.name]).toEqual(["database-2", "database-3"]);
});

test("the member that is named takes over", () => {
  expect(pickCandidate(members("inStep"), status, "database-3").to.name).toBe("database-3");
});

test.each([
  ["names no member", "database-9", 'no member "database-9": there are database-1, database-2, da'],
  ["is already the primary", "database-2", "database-2 is already the primary"],
  [
    "is not synchronous",
    "database-3",
    "is not synchronous (running), so it may lack writes: wait until npm run",
  ],
])("fails when the candidate %s", (_, name, message) => {
  expect(() => pickCandidate(members("handedOver"), status, name)).toThrow(message);
});

test("fails when the candidate does not run, and says how to start it", () => {
  expect(() =>
    pickCandidate(members("inStep", { "database-1": "exited" }), status, "database-1"),
  ).toThrow("database-1 does not run: docker start shop-database-1");
});

test("fails when there is no primary, or no other member has every write", () => {
  expect(() => pickCandidate(members("inStep", { "database-2": "exited" }), status)).toThrow(
    "there is no primary",
  );
  expect(() => pickCandidate(members("handedOver"), status)).toThrow(
    "only database-2 has every write",
  );
});

test("a refusal is parsed from the output, because patronictl exits with 0", () => {
  const refused =
    "Current cluster topology\nSwitchover failed, details: 412, candidate name does not match with sync_standby\n";

  expect(refusalOf(refused)).toBe("candidate name does not match with sync_standby");
  expect(refusalOf('2026-11-25 01:10:54.45 Successfully switched over to "database-2"')).toBe(
    undefined,
  );
  expect(refusalOf("Failover failed, details: 503, Failover status unknown")).toBe(undefined);
});
