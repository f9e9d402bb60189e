import { Registry } from "prom-client";
import { expect, test, vi } from "vitest";
import type { Container } from "../../../observability/src/collector/engine/engine.ts";
import { readStats } from "../../../observability/src/collector/engine/stats.ts";
import { StatsCache } from "../../../observability/src/collector/engine/stats-cache.ts";
import { EngineMetrics } from "../../../observability/src/collector/metrics/engine-metrics.ts";

const answer = {
  cpu_stats: { cpu_usage: { total_usage: 2_500_000_000 } },
  memory_stats: { usage: 1000, limit: 4000, stats: { inactive_file: 300 } },
};
const container = (name: string, more: Partial<Container> = {}): Container => ({
  id: name,
  name: `shop-${name}`,
  server: name,
  role: "app",
  state: "running",
  created: 1,
  addresses: ["10.0.0.2"],
  ...more,
});

async function metricsOf(containers: Container[], cpuLimits = new Map<string, number>()) {
  const registry = new Registry();
  const stats = new StatsCache({ stats: async () => answer });
  await new EngineMetrics({ registry, stats, containers: () => containers, cpuLimits }).refresh();
  return (await registry.metrics()).split("\n").filter((line) => /^\w+\{/.test(line));
}

test("reports the usage and the addresses of each server", async () => {
  expect(await metricsOf([container("app-1")], new Map([["app-1", 0.5]]))).toEqual([
    'server_up{server="app-1",role="app"} 1',
    'server_memory_bytes{server="app-1",role="app"} 700',
    'server_memory_limit_bytes{server="app-1",role="app"} 4000',
    'server_cpu_limit_cores{server="app-1",role="app"} 0.5',
    'server_address_info{server="app-1",role="app",address="10.0.0.2"} 1',
    'server_cpu_seconds_total{server="app-1",role="app"} 2.5',
  ]);
});

test.each(["paused", "exited", "restarting"])("a server that is %s is down", async (state) => {
  const [up] = await metricsOf([container("app-1", { state })]);

  expect(up).toBe('server_up{server="app-1",role="app"} 0');
});

test("while a server is replaced, its running container counts", async () => {
  const gone = container("app-1", { name: "shop-app-1-old", state: "exited", created: 1 });
  const next = container("app-1", { name: "shop-app-1-new", created: 2 });

  expect((await metricsOf([gone, next]))[0]).toBe('server_up{server="app-1",role="app"} 1');
  expect((await metricsOf([next, gone]))[0]).toBe('server_up{server="app-1",role="app"} 1');
});

test("leaves out the page cache, under cgroup v1 and v2", () => {
  const memory = { usage: 1000, limit: 4000 };

  expect(readStats(answer)?.memoryBytes).toBe(700);
  expect(
    readStats({
      memory_stats: { ...memory, stats: { total_inactive_file: 400, inactive_file: 1 } },
    })?.memoryBytes,
  ).toBe(600);
  expect(readStats({ cpu_stats: {}, memory_stats: {} })).toBeUndefined();
});

test("requests all statistics at once, and not again within the interval", async () => {
  let atOnce = 0;
  let most = 0;
  const stats = vi.fn(async () => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 1));
    atOnce--;
    return answer;
  });
  const cache = new StatsCache({ stats });
  const containers = Array.from({ length: 20 }, (_, index) => container(`app-${index}`));

  await cache.read(containers);
  const again = await cache.read(containers);

  expect(again.size).toBe(20);
  expect(most).toBe(20);
  expect(stats).toHaveBeenCalledTimes(20);
});

test("does not wait for a slow Docker API: its statistics come with the next scrape", async () => {
  let give = (_: object) => {};
  const slow = new Promise<object>((resolve) => {
    give = resolve;
  });
  const cache = new StatsCache({ stats: () => slow }, 10);

  const first = await cache.read([container("app-1")]);
  give(answer);
  await slow;
  await new Promise(setImmediate);
  const second = await cache.read([container("app-1")]);

  expect(first.size).toBe(0);
  expect(second.size).toBe(1);
});
