import { expect, test } from "vitest";
import { whyNoMajority, whyUnreadable } from "../../../../commands/operate/database/cluster.ts";
import { describeAlone, describeMembers } from "../../../../commands/operate/database/status.ts";
import { containers, members } from "./samples.ts";

const [first] = containers();

function leader(...given: Parameters<typeof members>): string | undefined {
  return describeMembers(members(...given), "")[0];
}

test("the status tells who leads, on how many machines each order is, and all members", () => {
  expect(describeMembers(members("inStep"), "").join("\n")).toBe(
    `
database-2 leads (time line 14), every order is on 3 machines

member      role                  state      time line  lag (MiB)
database-1  replica, synchronous  streaming  14         0
database-2  primary               running    14
database-3  replica, synchronous  streaming  14         0`.trimStart(),
  );
});

test("a replica that does not follow yet holds no order for certain", () => {
  expect(describeMembers(members("handedOver"), "").join("\n")).toBe(
    `
database-2 leads (time line 2), on one machine only: no replica is synchronous

member      role     state    time line  lag (MiB)
database-1  replica  stopped             unknown
database-2  primary  running  2
database-3  replica  running  1          0`.trimStart(),
  );
});

test("a member whose container does not run is stopped, whatever Patroni still says of it", () => {
  const lines = describeMembers(members("inStep", { "database-1": "exited" }), "");

  expect(lines[0]).toBe("database-2 leads (time line 14), every order is on 2 machines");
  expect(lines).toContain("database-1  stopped               exited");
  expect(lines.at(-1)).toBe("database-1 does not run: docker start shop-database-1");
});

test("a leader that was lost leads no longer, though its lease lasts", () => {
  expect(leader("inStep", { "database-2": "paused" })).toBe(
    "nobody leads: Patroni makes database-1 or database-3 the primary within 20 s",
  );
  expect(describeMembers(members("inStep", { "database-2": "paused" }), "").at(-1)).toBe(
    "database-2 does not run: docker unpause shop-database-2",
  );
});

test("a loss of orders is named where no synchronous member runs", () => {
  const states = { "database-2": "exited", "database-3": "exited" };

  expect(leader("alone", states)).toBe(
    "nobody leads, and no member that runs is known to have every order: start the others, or accept the loss with npm run database -- promote NAME --yes",
  );
});

test("a member that Patroni does not list yet is a replica that is not in the cluster", () => {
  expect(members("alone")[2]).toMatchObject({ role: "replica", state: "not in the cluster yet" });
});

test("a database without replicas runs alone", () => {
  if (!first) throw new Error("no sample");

  expect(describeAlone(first, "")).toEqual([
    "database-1 runs alone: npm run deploy stage-4 gives it replicas",
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
  expect(whyUnreadable(containers().slice(0, 1), "")).toContain("database-1 runs alone");
  expect(whyUnreadable(containers(gone), "")).toContain("no member of the database runs");
  expect(whyUnreadable(containers(), "")).toBeUndefined();
});

test("fails when most servers of etcd are away", () => {
  const one = containers({ "database-1": "exited" });
  const two = containers({ "database-1": "exited", "database-2": "paused" });

  expect(whyNoMajority(one)).toBeUndefined();
  expect(whyNoMajority(two)).toMatch(
    /etcd has no majority \(2 of 3 .*docker start shop-database-1; docker unpause shop-database-2$/,
  );
});
