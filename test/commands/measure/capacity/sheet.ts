import {
  type ServerCapacity,
  type Sheet,
  type StageCapacity,
  stageCapacity,
  type Visit,
} from "../../../../commands/measure/capacity/sheet.ts";

/** A server's measurements, as a sheet holds them. */
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
    restCores: 0.025,
    memoryMiB: 90,
  };
}

/** A turn in which the calibration loop cost so much. */
export function visit(servers: readonly ServerCapacity[], loopMs = 1): Visit {
  const answers = { requests: 800, failed: 0, p50: 8, p95: 120, max: 300, mean: 20 };
  const busiest = { server: "app-1", cpuShare: 0.81, throttledShare: 0.3 };
  return {
    servers,
    loopMs,
    cores: { generator: 0.2, machine: 1.1, there: 2, othersAtRest: 0.1 },
    lower: { rate: 90, kept: true, answers, busiest },
    upper: { rate: 120, kept: false, answers: { ...answers, p95: 900 }, busiest },
    broken: 0,
  };
}

const database = server("database-1", "database", 0.5);
const balancer = server("load-balancer", "load-balancer", 0.25);
const app = (count: number, cost = 2) =>
  Array.from({ length: count }, (_, i) => server(`app-${i + 1}`, "app", cost / count));
const web = (count: number) =>
  Array.from({ length: count }, (_, i) => server(`web-${i + 1}`, "web", 0.4 / count));

const stage = (name: string, servers: readonly ServerCapacity[]): StageCapacity =>
  stageCapacity(name, [visit(servers)], 1);

/** A sheet with round numbers. */
export const sheet: Sheet = {
  command: "npm run capacity",
  date: "2026-01-31",
  machine: "2 × a CPU",
  p95Ms: 500,
  writes: "orders",
  stages: [
    stage("stage-1", [
      server("app-1", "app", 2, "host"),
      server("database-1", "database", 0.5, "host"),
      server("web-1", "web", 0.4, "host"),
    ]),
    stage("stage-2", [...app(1), database, ...web(1)]),
    stage("stage-3", [...app(2), database, balancer, ...web(2)]),
  ],
  scaling: [1, 2, 4].map((appServers) => ({
    appServers,
    ...stage(`stage-3-app-${appServers}`, app(appServers, appServers === 4 ? 2.5 : 2)),
  })),
  paths: [
    {
      name: "page from app server",
      throughput: 100,
      ratio: 1,
      turns: [1, 1],
      busiest: { server: "app-1", cpuShare: 1, throttledShare: 0.5 },
    },
    {
      name: "page through edge",
      throughput: 90,
      ratio: 0.9,
      turns: [0.89, 0.91],
      busiest: { server: "app-1", cpuShare: 0.99, throttledShare: 0.5 },
    },
  ],
};
