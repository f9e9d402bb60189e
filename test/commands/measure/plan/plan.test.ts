import { describe, expect, test } from "vitest";
import { describePlan } from "../../../../commands/measure/plan/describe.ts";
import { planHosts } from "../../../../commands/measure/plan/hosts.ts";
import { limitsOf } from "../../../../commands/measure/plan/limits.ts";
import { planCommand } from "../../../../commands/measure/plan/options.ts";
import { readSheet, stageOf } from "../../../../commands/measure/plan/read-sheet.ts";
import { readSettings } from "../../../../commands/measure/plan/settings.ts";
import { tiersOf } from "../../../../commands/measure/plan/tiers.ts";
import { asked } from "../../asked.ts";
import { server, sheet } from "../capacity/sheet.ts";

const settings = {
  publicConnections: 2000,
  balancerConnections: 2000,
  publicServers: 10,
  balancerServers: 20,
  edgeServers: 4,
  databaseConnections: 97,
  pooledConnections: 40,
  proxyConnections: 2000,
};
const application = { planning: { connections: 10 }, workers: { worker: { command: [] } } };
const stage = (name: string) => stageOf(sheet, name);
const hosts = (name: string, rate: number) =>
  Object.fromEntries(
    planHosts(tiersOf(stage(name), application), rate).map(({ tiers, ...plan }) => [
      tiers.join(),
      plan,
    ]),
  );

describe("hosts", () => {
  test("a tier with several servers gets as many as it takes, and one more", () => {
    // 3000/s × 2 ms are 6 cores, at 60 % 10 of one core each.
    expect(hosts("stage-3", 3000).app).toEqual({
      busyCores: 6,
      hosts: 11,
      cores: 1,
      memoryMiB: 1024,
      suffices: true,
    });
  });

  test("what there is one of gets the smallest host that is large enough", () => {
    // 3000/s × 0.5 ms are 1.5 cores, at 60 % 2.5.
    expect(hosts("stage-3", 3000).database).toMatchObject({ hosts: 1, cores: 4, suffices: true });
  });

  test("what there is one of is told where its largest host is too small", () => {
    expect(hosts("stage-3", 200_000).database).toMatchObject({ cores: 64, suffices: false });
    expect(hosts("stage-2", 400).app).toMatchObject({ hosts: 1, cores: 1, suffices: false });
  });

  test("tiers on a shared host share its size", () => {
    expect(hosts("stage-1", 100)).toEqual({
      "app,database,web": expect.objectContaining({ hosts: 1, cores: 1, suffices: true }),
    });
    // Large enough for all three, but the app uses one core of it.
    expect(hosts("stage-1", 400)).toEqual({
      "app,database,web": expect.objectContaining({ hosts: 1, cores: 2, suffices: false }),
    });
  });
});

describe("a bottleneck", () => {
  const limits = (name: string) =>
    limitsOf(stage(name), tiersOf(stage(name), application), settings, application);

  test("comes in the order of the rate at which it does", () => {
    expect(limits("stage-3").map(({ part, rate }) => [part, Math.round(rate)])).toEqual([
      // 97 connections are enough for 9 app servers, which carry 300/s each.
      ["connections to the primary", 2700],
      // 20 web servers, which carry 1500/s each.
      ["web, the server slots of one proxy", 30_000],
      // 2000 connections, each for 20 ms, at 60 %.
      ["connections of the load-balancer", 60_000],
      // 64 cores at 60 %, and 0.5 ms.
      ["database", 76_800],
      ["load-balancer", 153_600],
    ]);
  });

  test("behind a pooler are its pool, sessions past it and connections to a proxy", () => {
    const { servers, ...rest } = stage("stage-3");
    const pooled = { ...rest, servers: [...servers, server("proxy-1", "database-proxy", 0)] };
    const planned = { planning: { connections: 10, sessions: 1, transactionMs: 4 } };

    const limits = limitsOf(pooled, tiersOf(pooled, planned), settings, planned);

    const found = limits.filter(({ part }) => /primary|database proxy/.test(part));
    expect(found.map(({ part, rate }) => [part, Math.round(rate)])).toEqual([
      // 40 connections, each for 4 ms, at 60 %.
      ["the pool of the primary", 6000],
      // 57 app servers, which carry 300/s each.
      ["sessions of the primary, past its pooler", 17_100],
      // 100 app servers.
      ["connections to a database proxy, which may have all clients", 30_000],
    ]);
  });

  test("connections are none unless the application declares how many it opens", () => {
    const tiers = tiersOf(stage("stage-3"), {});

    const parts = limitsOf(stage("stage-3"), tiers, settings, {}).map(({ part }) => part);

    expect(parts).not.toContain("connections to the primary");
    expect(parts).toContain("connections of the load-balancer");
  });

  test("of two load balancers is the slots in front of them", () => {
    const { servers, ...rest } = stage("stage-3");
    const balancers = servers
      .filter(({ tier }) => tier === "load-balancer")
      .map((server) => ({ ...server, host: "load-balancer-2", server: "load-balancer-2" }));
    const two = { ...rest, servers: [...servers, ...balancers] };

    const parts = limitsOf(two, tiersOf(two, application), settings, application);

    const names = parts.map(({ part }) => part).filter((part) => part.includes("load-balancer"));
    expect(names).toEqual(["load-balancer, the server slots of one proxy"]);
  });

  test("is the one app server where there is no load balancer", () => {
    expect(limits("stage-2")[0]).toMatchObject({ part: "app", rate: 300 });
  });
});

test("external services are not planned", () => {
  const external = [tiersOf(stage("stage-3"), {})[0]?.name ?? ""];

  const names = tiersOf(stage("stage-3"), { planning: { external } }).map(({ name }) => name);

  expect(names).not.toContain(external[0]);
  expect(names).toHaveLength(tiersOf(stage("stage-3"), {}).length - 1);
});

describe("the plan", () => {
  const text = (rate: number) =>
    describePlan({
      rate,
      sheet,
      source: "docs/capacity.json",
      stage: stage("stage-3"),
      hosts: planHosts(tiersOf(stage("stage-3"), application), rate),
      limits: limitsOf(
        stage("stage-3"),
        tiersOf(stage("stage-3"), application),
        settings,
        application,
      ),
    });

  test("tells where its figures come from, the first bottleneck, and what it assumes", () => {
    const words = text(20_000);

    expect(words).toContain(
      'from docs/capacity.json: measured by "npm run capacity" on 2026-01-31',
    );
    expect(words).toContain(
      "The first bottleneck, at 2,700 requests/s: connections to the primary",
    );
    expect(words).toMatch(/^app +40 +68 +1 +1 GiB$/m);
    expect(words).toContain("- a host is 60 % busy");
  });

  test("tells what would be next where there is no bottleneck", () => {
    expect(text(1000)).toContain("No bottleneck below 1,000 requests/s");
  });
});

test("the settings are read from the servers' own files", () => {
  expect(readSettings()).toEqual(settings);
});

describe("options", () => {
  test.each([
    [[], "--rate is missing"],
    [["--rate", "fast"], '--rate is "fast"'],
    [["--rate", "9", "--speed", "9"], "unknown option --speed"],
  ])("fails when it is given %j", async (args, words) => {
    await expect(asked(planCommand, ...args)).rejects.toThrow(words);
  });

  test("fails when there is no sheet, or none of that stage", () => {
    expect(() => readSheet("/nowhere.json")).toThrow("there is no sheet at /nowhere.json");
    expect(() => stageOf(sheet, "9")).toThrow(
      'the sheet has no measurements of "9" (it has stage-1',
    );
    expect(stageOf(sheet, "2").stage).toBe("stage-2");
    expect(stageOf(sheet, undefined).stage).toBe("stage-3");
  });
});
