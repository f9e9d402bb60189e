import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConsumerStatus } from "rabbitmq-client";
import { Log } from "../../../programs/log.ts";
import { startGates } from "../app/database/gates.ts";
import { readMigrations } from "../app/database/migrate.ts";
import { OrderStore } from "../app/orders/order-store.ts";
import { Outbox } from "../app/outbox/outbox.ts";
import { PaymentProvider } from "../app/payment.ts";
import { RetryReporter } from "../app/retry-reporter.ts";
import { originOf } from "../observing/origin.ts";
import { readObserving } from "../observing/settings.ts";
import { startObserving } from "../observing/start.ts";
import { registerGateMetrics } from "../observing/state-metrics.ts";
import { CHARGES, connect } from "../queue/connection.ts";
import { ChargePublisher } from "../queue/publisher.ts";
import { Charger } from "./charger.ts";
import { readConfiguration } from "./configuration.ts";
import { deliver, initializeCounters } from "./delivery.ts";
import { listenForHealth } from "./health.ts";

/** Messages that are in flight at the exit are redelivered to another worker. */
const EXIT_TIMEOUT_MS = 24_800;
/** Delay before a failed message is requeued. */
const REQUEUE_DELAY_MS = 5000;

const configuration = readConfiguration(process.env);
const { queue, paymentUrl, concurrency, serverName, port } = configuration;
const log = new Log(serverName);
const flushSpans = startObserving({
  ...readObserving(process.env),
  role: "worker",
  serverName,
  log,
});
initializeCounters();
const migrations = readMigrations(join(import.meta.dirname, "migrations"));
const gates = startGates({ database: configuration.database, migrations, log });
const { primary: gate } = gates;
registerGateMetrics(gates);
const publishing = connect(queue, "publish dead letters", log);
const consuming = connect(queue, "charge orders", log);
const charger = new Charger({
  outbox: new Outbox(gate),
  orders: new OrderStore(gate),
  payment: new PaymentProvider(paymentUrl),
  publisher: new ChargePublisher(publishing),
  log,
});

let isStopping = false;
const options = { queue: CHARGES, queueOptions: { passive: true }, concurrency };
const consumer = consuming.createConsumer(
  { ...options, qos: { prefetchCount: concurrency } },
  async ({ body, headers }) => {
    try {
      await deliver(headers, (origin, span) => charger.handle(body, origin, span));
      return ConsumerStatus.ACK;
    } catch (error) {
      const { requestId } = originOf(headers);
      const reason = (error as Error).message;
      log.write({ message: "message requeued", requestId, reason });
      if (!isStopping) await sleep(REQUEUE_DELAY_MS);
      return ConsumerStatus.REQUEUE;
    }
  },
);
const retries = new RetryReporter((reason) =>
  log.write({ message: "cannot consume from the queue", reason }),
);
let isConsuming = false;
consumer.on("ready", () => {
  retries.succeeded();
  isConsuming = true;
});
consumer.on("error", (error: Error) => retries.failed(error.message));

listenForHealth(port, () => gate.isOpen && isConsuming && consuming.ready && !isStopping);

/** Graceful shutdown: stops consuming, finishes the charges in flight, and exits. */
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const exit = (why: string) => {
    log.write({ message: `exiting: ${why}` });
    process.exit(0);
  };
  log.write({ message: "draining" });
  setTimeout(() => exit("charges were still in flight"), EXIT_TIMEOUT_MS).unref();
  await consumer.close().catch(() => undefined);
  await flushSpans();
  exit("all charges were finished");
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
