import type { RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { collectDefaultMetrics, Registry } from "prom-client";
import { listen } from "../../../programs/listen.ts";
import { Log } from "../../../programs/log.ts";
import { sendJson } from "../http/json.ts";
import { sendMetrics } from "../http/metrics.ts";
import { LiveArchitectureSource } from "./architecture/live-source.ts";
import { readConfiguration } from "./configuration.ts";
import { Engine } from "./engine/engine.ts";
import { newest } from "./engine/newest.ts";
import { LIVE_STATS_INTERVAL_MS, STATS_INTERVAL_MS, StatsCache } from "./engine/stats-cache.ts";
import { Followers } from "./followers.ts";
import { LogStore } from "./log-store.ts";
import { timeOf } from "./logs/nanoseconds.ts";
import { ContainerMetrics } from "./metrics/container-metrics.ts";
import { registerDeliveryMetrics } from "./metrics/delivery-metrics.ts";
import { EngineMetrics } from "./metrics/engine-metrics.ts";
import { RequestMetrics } from "./metrics/request-metrics.ts";
import { Outbox } from "./outbox.ts";
import { Positions } from "./positions.ts";

const SAVE_INTERVAL_MS = 1000;
/** The maximum wait, after a stop, for the store to acknowledge the lines in the outbox. */
const SHUTDOWN_TIMEOUT_MS = 3000;

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { engineUrl, environment, logsUrl, serverName } = configuration;
  const log = new Log(serverName);
  const registry = new Registry();
  registry.setDefaultLabels({ server: serverName });
  collectDefaultMetrics({ register: registry });

  const engine = new Engine(engineUrl, environment);
  const store = new LogStore(logsUrl);
  const outbox = new Outbox(store, log);
  const positions = Positions.open(configuration.stateFile);
  const requestMetrics = new RequestMetrics(registry);
  const countedFrom = timeOf(Date.now());
  const { containersFolder: folder } = configuration;
  const followers = new Followers({
    engine,
    folder,
    store,
    outbox,
    positions,
    requestMetrics,
    countedFrom,
    log,
  });
  registerDeliveryMetrics(registry, outbox);
  const live =
    configuration.stages && new LiveArchitectureSource(engine, environment, configuration.stages);
  const statsInterval = () => (live?.hasViewers ? LIVE_STATS_INTERVAL_MS : STATS_INTERVAL_MS);
  const stats = new StatsCache(engine, undefined, statsInterval);
  const containers = () => followers.containers;
  const cpuLimitOf = (server: string) => {
    const container = newest(containers()).find((each) => each.server === server);
    return container && live?.cpuLimitOf(container);
  };
  const cpuLimits = live ? { get: cpuLimitOf } : configuration.cpuLimits;
  const engineMetrics = [
    new EngineMetrics({ registry, stats, containers, cpuLimits }),
    ...(live
      ? [
          new ContainerMetrics({
            registry,
            environment,
            stats,
            containers,
            cpuLimitOf: (container) => live.cpuLimitOf(container),
          }),
        ]
      : []),
  ];

  const handler: RequestListener = async (request, response) => {
    if (request.url === "/healthz") return void response.end();
    if (request.url === "/architecture" && live) return sendJson(response, live.get());
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    for (const each of engineMetrics) await each.refresh();
    await sendMetrics(registry, response);
  };
  await listen(configuration.listen, configuration.metricsPort, handler, { port: "METRICS_PORT" });
  void outbox.run();
  void followers.run();
  const saving = setInterval(() => positions.save(), SAVE_INTERVAL_MS);

  process.once("SIGTERM", async () => {
    followers.stop();
    clearInterval(saving);
    const deadline = Date.now() + SHUTDOWN_TIMEOUT_MS;
    while (outbox.length > 0 && Date.now() < deadline) await sleep(50);
    outbox.stop();
    positions.save();
    process.exit(0);
  });
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
