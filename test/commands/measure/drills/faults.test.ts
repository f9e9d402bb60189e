import { describe, expect, test } from "vitest";
import { listStages } from "../../../../commands/lib/stage-name.ts";
import { appliesTo, type Fault, promiseOf } from "../../../../commands/measure/drills/fault.ts";
import { faultsOf } from "../../../../commands/measure/drills/faults.ts";
import { listFaults, listPromises } from "../../../../commands/measure/drills/list.ts";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import { describePromise } from "../../../../commands/measure/drills/promise.ts";
import { kill } from "../../../../commands/measure/drills/ways.ts";
import type { DeclaredFault } from "../../../../constructs/app/faults.ts";
import { from, slow, unnoticed } from "../../../../constructs/app/promises.ts";
import { readRules } from "../../../observability/rules.ts";
import { whole } from "../load/whole.ts";

const faults = await loadFaults();
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
    faults
      .filter((fault) => fault.name === name)
      .flatMap((fault) => listPromises(fault, whole.words)),
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
    fault
      ? describePromise(promiseOf(fault, `stage-${[2, 3, 5, 6][i]}`) as never, whole.words)
      : "",
  );

  expect(promised).toEqual([
    "requests wait, and fail after 19 s; all are served as before 10 s after the repair",
    "no client-visible impact: none fails or waits 2 s",
    "orders wait, and fail after 7 s, all others are served; all are served as before 5 s after the repair",
    "no client-visible impact: none fails or waits 2 s",
  ]);
});

test("a promise says how many requests a slow server may slow down", () => {
  expect(describePromise(slow(5, "any", 0.3), whole.words)).toBe(
    "none fails; at most 30 % of all wait longer than a second, at most 5 s; all are served as before 5 s after the repair",
  );
});

test("a stage has no fault of what it does not have", () => {
  const possible = faults.filter((fault) => appliesTo(fault, "stage-1")).map(({ name }) => name);

  expect(possible).toContain("kill-machine");
  expect(possible.filter((name) => /primary|cache|queue|edge|balancer|cut/.test(name))).toEqual([]);
});

test("each tier that can be lost can be slow and have a bad network", () => {
  const tiersOf = (kind: string) =>
    faults
      .filter(({ name, way }) => name.startsWith(kind) && (kind !== "kill-" || way === kill))
      .map(({ name }) => name.slice(kind.length))
      .filter((tier) => !/-and-|^(machine|workers|payment|file-servers|queue)$/.test(tier));
  const tiers = tiersOf("kill-").sort();

  for (const kind of ["slow-", "lossy-", "packet-loss-"]) {
    expect(tiersOf(kind).sort(), kind).toEqual(tiers);
  }
  expect(named("slow-web")?.what).toBe("a web server answers only every three seconds");
});

test("two at once last as long as the longer one", () => {
  const [pair, ...both] = ["kill-primary-and-etcd", "kill-primary", "kill-etcd"].map(named);

  expect(pair).toMatchObject({
    what: "the primary is lost, and a member of etcd is lost",
    seconds: Math.max(...both.map((fault) => fault?.seconds ?? 0)),
    way: both[0]?.way,
  });
});

describe("the faults of an application", () => {
  const declared = (name: string, way: DeclaredFault["way"]): DeclaredFault => ({
    name,
    what: "the mail server is lost",
    victim: "mail",
    way,
    seconds: 10,
    promises: [from(2, unnoticed())],
  });
  const namesOf = (all: readonly Fault[]) => all.map(({ name }) => name);

  test("follow those of the blueprint, and are made and repaired as it declares", () => {
    const command = { make: ["stop-mail"], repair: ["start-mail", "--now"] };
    const own = [declared("kill-mail", "kill"), declared("mail-dead", command)];

    const all = faultsOf({}, { default: own });

    expect(namesOf(all).slice(-4)).toEqual(["kill-mail", "mail-dead", "clock-ahead", "clock-back"]);
    expect(all.at(-4)?.way.made).toBe("docker kill");
    expect(all.at(-3)?.way).toMatchObject({
      stays: true,
      repaired: "npm run fault -- mail-dead --repair",
    });
  });

  test("are those of the blueprint where it declares none, without workers if it has none", () => {
    const bare = namesOf(faultsOf({}));
    const working = namesOf(faultsOf({ workers: { mailer: { command: ["mailer"] } } }));

    expect(bare).toContain("kill-cache");
    expect(working.filter((name) => !bare.includes(name))).toEqual([
      "kill-worker",
      "freeze-worker",
      "kill-workers",
      "slow-worker",
      "lossy-worker",
      "packet-loss-worker",
      "kill-worker-and-queue",
    ]);
  });

  test("are detected by what its programs print of a service that fails", () => {
    const workers = { mailer: { command: ["mailer"] } };
    const notices = { QUEUE: /no queue/ };

    const [silent, heard] = [faultsOf({}), faultsOf({ workers }, { default: [], notices })].map(
      (all) => all.find(({ name }) => name === "kill-queue")?.noticed,
    );

    expect(silent).toBeUndefined();
    expect(heard).toEqual({ roles: ["app", "mailer"], line: /no queue/ });
  });

  test("fails when one has the name of another fault", () => {
    expect(() => faultsOf({}, { default: [declared("kill-web", "kill")] })).toThrow(
      "two faults are named kill-web: rename that of the application",
    );
  });
});

test("the list tells the stages of each fault", () => {
  const lines = listFaults(faults, stages);

  expect(lines).toHaveLength(faults.length + 1);
  expect(lines.join("\n")).toMatch(
    /^kill-database +1-3 +the single database is lost +docker kill$/m,
  );
  expect(lines.join("\n")).toMatch(/^kill-machine +1 +the one machine/m);
});
