import { describe, expect, test } from "vitest";
import type { Statistics } from "../../../../commands/measure/bench/engine-statistics.ts";
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
