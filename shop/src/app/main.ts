import { join } from "node:path";
import { listen } from "../../../programs/listen.ts";
import { Log } from "../../../programs/log.ts";
import { readObserving } from "../observing/settings.ts";
import { startObserving } from "../observing/start.ts";
import { registerCacheMetrics, registerGateMetrics } from "../observing/state-metrics.ts";
import { products } from "../products/products.ts";
import { startProductCache } from "./cache/product-cache.ts";
import { readConfiguration } from "./configuration.ts";
import { startGates } from "./database/gates.ts";
import { readMigrations } from "./database/migrate.ts";
import { seed } from "./database/seed.ts";
import { Lifecycle } from "./lifecycle.ts";
import { preparePayment } from "./outbox/prepare-payment.ts";
import { createServer } from "./server.ts";
import { readStaticNames } from "./static-files.ts";

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { serverName, listen: names, port } = configuration;
  const log = new Log(serverName);
  const observing = { ...readObserving(process.env), role: "app", serverName, log } as const;
  const flushSpans = startObserving(observing);
  const lifecycle = new Lifecycle(log);
  readStaticNames(join(import.meta.dirname, "static-names.json"));
  const migrations = [...readMigrations(join(import.meta.dirname, "migrations")), seed(products)];

  const gates = startGates({ ...configuration, migrations, log });
  const { primary: gate, reads } = gates;
  registerGateMetrics(gates);
  const payment = preparePayment({ ...configuration, gate, log });
  const cache =
    configuration.cache &&
    startProductCache({
      ...configuration.cache,
      database: configuration.sessionDatabase,
      migrations,
      reads,
      log,
    });
  if (cache) registerCacheMetrics(cache);
  const app = await createServer({
    ...configuration,
    ...payment,
    gate,
    reads,
    cache,
    lifecycle,
    log,
  });
  const servers = await listen(names, port, app.routing);
  log.write({ message: `listening on ${names.join(", ")} port ${port}` });

  const drain = () => lifecycle.drain(servers, configuration.drainSeconds, flushSpans);
  process.on("SIGTERM", drain);
  process.on("SIGINT", drain);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
