import { setTimeout as sleep } from "node:timers/promises";
import { collectDefaultMetrics, Registry } from "prom-client";
import { listen } from "../http/listen.ts";
import { sendMetrics } from "../http/metrics.ts";
import { Log } from "../logging.ts";
import { readConfiguration } from "./configuration.ts";
import { Engine } from "./engine/engine.ts";
import { StatsCache } from "./engine/stats-cache.ts";
import { registerDeliveryFigures } from "./figures/delivery-figures.ts";
import { EngineFigures } from "./figures/engine-figures.ts";
import { RequestFigures } from "./figures/request-figures.ts";
import { Followers } from "./followers.ts";
import { timeOf } from "./logs/nanoseconds.ts";
import { Outbox } from "./outbox.ts";
import { Positions } from "./positions.ts";

const SAVE_MILLISECONDS = 1000;
/** Told to stop, it waits that long until what it has read is stored. */
const LAST_MILLISECONDS = 3000;

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { engineUrl, environment, logHost: host, logPort: port, serverName } = configuration;
  const log = new Log(serverName);
  const registry = new Registry();
  registry.setDefaultLabels({ server: serverName });
  collectDefaultMetrics({ register: registry });

  const engine = new Engine(engineUrl, environment);
  const outbox = new Outbox({ host, port }, log);
  const positions = Positions.open(configuration.stateFile);
  const figures = new RequestFigures(registry);
  const countedFrom = timeOf(Date.now());
  const { containersFolder: folder } = configuration;
  const followers = new Followers({
    engine,
    folder,
    outbox,
    positions,
    figures,
    countedFrom,
    log,
  });
  registerDeliveryFigures(registry, outbox);
  const engineFigures = new EngineFigures({
    registry,
    stats: new StatsCache(engine),
    containers: () => followers.containers,
    cpuLimits: configuration.cpuLimits,
  });

  await listen(configuration.listen, configuration.metricsPort, async (request, response) => {
    if (request.url === "/healthz") return void response.end();
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    await engineFigures.refresh();
    await sendMetrics(registry, response);
  });
  outbox.start();
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
