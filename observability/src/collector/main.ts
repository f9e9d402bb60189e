import type { RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { collectDefaultMetrics, Registry } from "prom-client";
import { listen } from "../../../programs/listen.ts";
import { Log } from "../../../programs/log.ts";
import { sendJson } from "../http/json.ts";
import { sendMetrics } from "../http/metrics.ts";
import { Live } from "./architecture/live.ts";
import { readConfiguration } from "./configuration.ts";
import { Engine } from "./engine/engine.ts";
import { newest } from "./engine/newest.ts";
import { FRESH_MILLISECONDS, PROMPT_MILLISECONDS, StatsCache } from "./engine/stats-cache.ts";
import { ContainerFigures } from "./figures/container-figures.ts";
import { registerDeliveryFigures } from "./figures/delivery-figures.ts";
import { EngineFigures } from "./figures/engine-figures.ts";
import { RequestFigures } from "./figures/request-figures.ts";
import { Followers } from "./followers.ts";
import { LogStore } from "./log-store.ts";
import { timeOf } from "./logs/nanoseconds.ts";
import { Outbox } from "./outbox.ts";
import { Positions } from "./positions.ts";

const SAVE_MILLISECONDS = 1000;
/** How long it waits, when it is stopped, until the store has acknowledged what it has read. */
const LAST_MILLISECONDS = 3000;

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
  const figures = new RequestFigures(registry);
  const countedFrom = timeOf(Date.now());
  const { containersFolder: folder } = configuration;
  const followers = new Followers({
    engine,
    folder,
    store,
    outbox,
    positions,
    figures,
    countedFrom,
    log,
  });
  registerDeliveryFigures(registry, outbox);
  const live = configuration.stages && new Live(engine, environment, configuration.stages);
  const freshFor = () => (live?.isLookedAt ? PROMPT_MILLISECONDS : FRESH_MILLISECONDS);
  const stats = new StatsCache(engine, undefined, freshFor);
  const containers = () => followers.containers;
  const cpuLimitOf = (server: string) => {
    const container = newest(containers()).find((each) => each.server === server);
    return container && live?.cpuLimitOf(container);
  };
  const cpuLimits = live ? { get: cpuLimitOf } : configuration.cpuLimits;
  const figuresOfEngine = [
    new EngineFigures({ registry, stats, containers, cpuLimits }),
    ...(live
      ? [
          new ContainerFigures({
            registry,
            environment,
            stats,
            containers,
            cpuLimitOf: (container) => live.cpuLimitOf(container),
          }),
        ]
      : []),
  ];

  const answer: RequestListener = async (request, response) => {
    if (request.url === "/healthz") return void response.end();
    if (request.url === "/architecture" && live) return sendJson(response, live.architecture());
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    for (const each of figuresOfEngine) await each.refresh();
    await sendMetrics(registry, response);
  };
  await listen(configuration.listen, configuration.metricsPort, answer, { port: "METRICS_PORT" });
  void outbox.run();
  void followers.run();
  const saving = setInterval(() => positions.save(), SAVE_MILLISECONDS);

  process.once("SIGTERM", async () => {
    followers.stop();
    clearInterval(saving);
    const deadline = Date.now() + LAST_MILLISECONDS;
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
