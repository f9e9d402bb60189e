import { describe, expect, test } from "vitest";
import type { Statistics } from "../../../../commands/measure/bench/engine-statistics.ts";
import { highestShare } from "../../../../commands/measure/capacity/connections.ts";
import {
  describeLimit,
  limitOf,
  type Overload,
} from "../../../../commands/measure/capacity/limit.ts";
import { parseServers } from "../../../../commands/measure/capacity/servers.ts";
import { type Reading, usageBetween } from "../../../../commands/measure/capacity/usage.ts";

const inspected = [
  "app-1\tapp-1\tapp\taaa\t250000000\t268435456",
  "database-1\tdatabase-1\tdatabase\tbbb\t1000000000\t536870912",
  "database-2\tdatabase-2\tdatabase\tccc\t1000000000\t536870912",
].join("\n");

describe("servers", () => {
  test("have the limits that the engine holds them to", () => {
    expect(parseServers(inspected)[0]).toEqual({
      name: "app-1",
      host: "app-1",
      tier: "app",
      container: "aaa",
      cpus: 0.25,
      memoryMiB: 256,
    });
  });

  test("of a replicated database are told apart by who leads", () => {
    const tiers = parseServers(inspected, "database-2").map(({ tier }) => tier);

    expect(tiers).toEqual(["app", "database replica", "database primary"]);
  });

  test("are those on a shared host, not what holds its network", () => {
    const rows =
      "host\thost\thost\taaa\t250000000\t67108864\nweb-1\thost\tweb\tbbb\t500000000\t1048576";

    expect(parseServers(rows).map(({ name, host }) => [name, host])).toEqual([["web-1", "host"]]);
  });
});

describe("usage", () => {
  const statistics = (second: number, cpuSeconds: number, throttled: number): Statistics => ({
    read: new Date(second * 1000).toISOString(),
    cpu_stats: {
      cpu_usage: { total_usage: cpuSeconds * 1e9 },
      throttling_data: { periods: second * 10, throttled_periods: throttled },
    },
    memory_stats: { usage: 2 ** 27, stats: {} },
  });
  const reading = (second: number, own: number, machine: number, server: Statistics): Reading => ({
    statistics: [server],
    generatorSeconds: own,
    machineSeconds: machine,
    cores: 4,
    at: second * 1000,
  });

  test("is what was used between two readings", () => {
    const servers = parseServers(inspected).slice(0, 1);
    const before = reading(10, 1, 20, statistics(10, 3, 5));
    const after = reading(20, 2, 32, statistics(20, 5, 55));

    const usage = usageBetween(servers, before, after);

    expect(usage).toMatchObject({ generatorCores: 0.1, machineCores: 1.2, seconds: 10 });
    expect(usage.servers).toEqual([
      {
        server: "app-1",
        cores: 0.2,
        cpuShare: 0.8,
        throttledShare: 0.5,
        memoryMiB: 128,
        memoryShare: 0.5,
      },
    ]);
  });
});

describe("connections to the database", () => {
  const answer = (stdout: string, stderr = "") => ({ ok: stderr === "", stdout, stderr });

  test("are those of the server that has the most", () => {
    expect(highestShare([answer("0.2"), answer("0.31")])).toBe(0.31);
  });

  test("are all used where a server takes no more", () => {
    expect(
      highestShare([answer("0.2"), answer("", "FATAL: sorry, too many clients already")]),
    ).toBe(1);
  });

  test("are unknown where no server tells", () => {
    expect(highestShare([answer("", "the container is paused")])).toBeUndefined();
  });
});

describe("the bottleneck", () => {
  const server = (name: string, cpuShare: number, figures = {}) => ({
    server: name,
    cores: cpuShare / 4,
    cpuShare,
    throttledShare: 0,
    memoryMiB: 100,
    memoryShare: 0.4,
    ...figures,
  });
  const overload = (figures: Partial<Overload["usage"]> = {}): Overload => ({
    usage: {
      servers: [server("web-1", 0.3), server("app-1", 0.7)],
      generatorCores: 0.2,
      machineCores: 1.2,
      cores: 2,
      seconds: 10,
      ...figures,
    },
    generatorKeptUp: true,
  });

  test.each([
    ["app-1: CPU, 97 %", { servers: [server("web-1", 0.5), server("app-1", 0.97)] }],
    ["app-1: CPU, 80 %", { servers: [server("app-1", 0.8, { throttledShare: 0.6 })] }],
    ["cache: memory, 99 %", { servers: [server("cache", 0.2, { memoryShare: 0.99 })] }],
    ["the machine: CPU, 99 %", { machineCores: 1.98 }],
    ["nothing is saturated (the busiest server: 70 % of its CPU)", {}],
  ])("is %s", (words, figures) => {
    expect(describeLimit(limitOf(overload(figures)))).toBe(words);
  });

  test("is the database where all of its connections are used", () => {
    const limit = limitOf({ ...overload(), databaseConnectionShare: 0.97 });

    expect(describeLimit(limit)).toBe("the database: connections, 97 %");
  });

  test("is the load generator if it did not keep up, whatever else is saturated", () => {
    const servers = [server("app-1", 1)];

    const limit = limitOf({ ...overload({ servers }), generatorKeptUp: false });

    expect(limit.what).toBe("the load generator");
  });

  test("is the machine if the load generator did not keep up for lack of a core", () => {
    const limit = limitOf({ ...overload({ machineCores: 1.97 }), generatorKeptUp: false });

    expect(limit.what).toBe("the machine");
  });
});
