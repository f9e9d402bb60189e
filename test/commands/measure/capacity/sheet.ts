import type {
  ServerCapacity,
  Sheet,
  StageCapacity,
} from "../../../../commands/measure/capacity/sheet.ts";

/** A server's figures, as a sheet holds them. */
export function server(
  name: string,
  tier: string,
  cpuMsPerRequest: number,
  host = name,
): ServerCapacity {
  return {
    server: name,
    host,
    tier,
    cpus: 0.25,
    limitMiB: 256,
    cpuMsPerRequest,
    restCores: 0.01,
    cpuShare: 0.8,
    throttledShare: 0.2,
    memoryMiB: 90,
  };
}

/** A stage's figures. */
export function stageCapacity(
  stage: string,
  rate: number,
  servers: readonly ServerCapacity[],
): StageCapacity {
  return {
    stage,
    rate,
    found: [rate - 10, rate, rate + 5],
    limit: { what: "app-1", by: "CPU", share: 0.97 },
    latency: { p50: 8, p95: 120, mean: 20 },
    cores: { servers: 0.7, generator: 0.2, machine: 1.1, there: 2, othersAtRest: 0.1 },
    servers,
    broken: 0,
  };
}

const database = server("database-1", "database", 0.5);
const balancer = server("load-balancer", "load-balancer", 0.25);
const app = (count: number) =>
  Array.from({ length: count }, (_, i) => server(`app-${i + 1}`, "app", 2 / count));
const web = (count: number) =>
  Array.from({ length: count }, (_, i) => server(`web-${i + 1}`, "web", 0.4 / count));

/** A sheet with round figures. */
export const sheet: Sheet = {
  command: "npm run capacity",
  date: "2026-01-31",
  machine: "2 × a CPU",
  p95Ms: 500,
  writes: "orders",
  runs: 3,
  stages: [
    stageCapacity("stage-1", 90, [
      server("app-1", "app", 2, "host"),
      server("database-1", "database", 0.5, "host"),
      server("web-1", "web", 0.4, "host"),
    ]),
    stageCapacity("stage-2", 100, [...app(1), database, ...web(1)]),
    stageCapacity("stage-3", 200, [...app(2), database, balancer, ...web(2)]),
  ],
  scaling: [1, 2, 4].map((appServers) => ({
    appServers,
    ...stageCapacity(`stage-3-app-${appServers}`, 60 * appServers - (appServers === 4 ? 48 : 0), [
      ...app(appServers),
    ]),
  })),
};
