import { expect, test } from "vitest";
import { listStages } from "../../../../commands/lib/stage-name.ts";
import { appliesTo, promiseOf } from "../../../../commands/measure/drills/fault.ts";
import { faults } from "../../../../commands/measure/drills/faults.ts";
import { listFaults, listPromises } from "../../../../commands/measure/drills/list.ts";
import { describePromise } from "../../../../commands/measure/drills/promise.ts";
import { readRules } from "../../../observability/rules.ts";

const stages = listStages();
const named = (name: string) => faults.find((fault) => fault.name === name);

test("each fault has a name of its own", () => {
  const names = faults.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
});

test("a later promise follows an earlier one, and the last one holds for all stages to come", () => {
  for (const { name, promises } of faults) {
    const begins = promises.map(({ from }) => from);
    expect(begins, name).toEqual([...new Set(begins)].sort((one, other) => one - other));
  }
  const promised = ["stage-8", "stage-9", "stage-12"].map((stage) =>
    faults.map((fault) => promiseOf(fault, stage)),
  );
  expect(promised[1]).toEqual(promised[0]);
  expect(promised[2]).toEqual(promised[0]);
});

test("the stages of a promise are told as far as another one follows", () => {
  const ranges = ["kill-machine", "kill-web", "kill-database", "kill-primary"].map((name) =>
    faults.filter((fault) => fault.name === name).flatMap(listPromises),
  );

  expect(ranges.map((rows) => rows.map(([stages]) => stages))).toEqual([
    ["1"],
    ["1 to 2", "from 3"],
    ["1 to 3"],
    ["from 4"],
  ]);
});

test("each alert that is to fire has a rule", () => {
  const rules = readRules().map(({ alert }) => alert);

  for (const { name, alert } of faults) {
    if (alert) expect(rules, name).toContain(alert);
  }
});

test("the path takes away what earlier stages are meant to fail", () => {
  const web = named("kill-web");
  const payment = named("payment-dead");

  const promised = [web, web, payment, payment].map((fault, i) =>
    fault ? describePromise(promiseOf(fault, `stage-${[2, 3, 5, 6][i]}`) as never) : "",
  );

  expect(promised).toEqual([
    "requests wait, and fail after 19 s; all are served as before 5 s after the repair",
    "nobody notices: none fails or waits 2 s",
    "writes wait, and fail after 2 s, all else goes on; all are served as before 5 s after the repair",
    "nobody notices: none fails or waits 2 s",
  ]);
});

test("a stage has no fault of what it does not have", () => {
  const possible = faults.filter((fault) => appliesTo(fault, "stage-1")).map(({ name }) => name);

  expect(possible).toContain("kill-machine");
  expect(possible.filter((name) => /primary|cache|queue|edge|balancer|cut/.test(name))).toEqual([]);
});

test("the list tells the stages of each fault", () => {
  const lines = listFaults(faults, stages);

  expect(lines).toHaveLength(faults.length + 1);
  expect(lines.join("\n")).toMatch(
    /^kill-database +1-3 +the single database is lost +docker kill$/m,
  );
  expect(lines.join("\n")).toMatch(/^kill-machine +1 +the one machine/m);
});
