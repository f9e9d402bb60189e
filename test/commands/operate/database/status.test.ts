import { expect, test } from "vitest";
import { whyNoMajority, whyUnreadable } from "../../../../commands/operate/database/cluster.ts";
import { describeAlone, describeMembers } from "../../../../commands/operate/database/status.ts";
import { containers, members } from "./samples.ts";

const [first] = containers();

function leader(...given: Parameters<typeof members>): string | undefined {
  return describeMembers(members(...given), "")[0];
}

test("the status shows the primary, on how many machines each order is, and all members", () => {
  expect(describeMembers(members("inStep"), "").join("\n")).toBe(
    `
database-2 is the primary (timeline 14), every write is on 3 machines

member      role                  state      timeline  lag (MiB)
database-1  replica, synchronous  streaming  14        0
database-2  primary               running    14
database-3  replica, synchronous  streaming  14        0`.trimStart(),
  );
});

test("a replica that is not synchronous does not count as a copy", () => {
  expect(describeMembers(members("handedOver"), "").join("\n")).toBe(
    `
database-2 is the primary (timeline 2), writes are on one machine only: no replica is synchronous

member      role     state    timeline  lag (MiB)
database-1  replica  stopped            unknown
database-2  primary  running  2
database-3  replica  running  1         0`.trimStart(),
  );
});

test("a member whose container does not run is stopped, whatever Patroni reports", () => {
  const lines = describeMembers(members("inStep", { "database-1": "exited" }), "");

  expect(lines[0]).toBe("database-2 is the primary (timeline 14), every write is on 2 machines");
  expect(lines).toContain("database-1  stopped               exited");
  expect(lines.at(-1)).toBe("database-1 does not run: docker start shop-database-1");
});

test("a failed leader is not the primary, although its lease has not expired", () => {
  expect(leader("inStep", { "database-2": "paused" })).toBe(
    "there is no primary: Patroni promotes database-1 or database-3 within 20 s",
  );
  expect(describeMembers(members("inStep", { "database-2": "paused" }), "").at(-1)).toBe(
    "database-2 does not run: docker unpause shop-database-2",
  );
});

test("the status warns of lost orders when no synchronous member runs", () => {
  const states = { "database-2": "exited", "database-3": "exited" };

  expect(leader("alone", states)).toBe(
    "there is no primary, and no running member is known to have every write: start the others, or accept the loss with npm run database -- promote NAME --yes",
  );
});

test("a member that Patroni does not list yet is a replica that is not in the cluster", () => {
  expect(members("alone")[2]).toMatchObject({ role: "replica", state: "not in the cluster yet" });
});

test("the status of a database without replicas says how to add them", () => {
  if (!first) throw new Error("no sample");

  expect(describeAlone(first, "")).toEqual([
    "database-1 has no replicas: npm run deploy stage-4 adds them",
  ]);
  expect(describeAlone({ ...first, state: "exited" }, "")).toEqual([
    "database-1 does not run: docker start shop-database-1",
  ]);
});

test("fails when nothing is deployed, when nothing is replicated, and when no member runs", () => {
  const gone = { "database-1": "exited", "database-2": "exited", "database-3": "exited" };

  expect(whyUnreadable([], "")).toBe(
    "no database is deployed here: deploy a stage (npm run deploy)",
  );
  expect(whyUnreadable(containers().slice(0, 1), "")).toContain("database-1 has no replicas");
  expect(whyUnreadable(containers(gone), "")).toContain("no member of the database runs");
  expect(whyUnreadable(containers(), "")).toBeUndefined();
});

test("fails when etcd has no majority", () => {
  const one = containers({ "database-1": "exited" });
  const two = containers({ "database-1": "exited", "database-2": "paused" });

  expect(whyNoMajority(one)).toBeUndefined();
  expect(whyNoMajority(two)).toMatch(
    /etcd has no majority \(2 of 3 .*docker start shop-database-1; docker unpause shop-database-2$/,
  );
});
