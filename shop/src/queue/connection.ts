import { Connection } from "rabbitmq-client";
import { RetryReporter } from "../app/retry-reporter.ts";
import { lookupInTurn } from "./lookup.ts";
import type { QueueTarget } from "./target.ts";

/** The exchange, and its routing keys. */
export const EXCHANGE = "charges";
export const CHARGE_KEY = "charges";
export const DEAD_LETTER_KEY = "dead";

/** The work queue, and its dead-letter queue. */
export const CHARGES = "charges";
export const DEAD_LETTERS = "charges.dead";

interface Log {
  write(event: Readonly<Record<string, unknown>>): void;
}

/**
 * A connection that reconnects, to another node of the queue if there are several. A node that does
 * not respond is left after 4 to 5 s: after four half heartbeats without data. Publish and consume on
 * separate connections: RabbitMQ blocks a publishing connection while an alarm is active, and
 * consumers must be able to acknowledge meanwhile.
 * @param purpose connection name, shown in RabbitMQ's management
 */
export function connect(target: QueueTarget, purpose: string, log: Log): Connection {
  const { host: hostname, port, user: username, password } = target;
  const connection = new Connection({
    hostname,
    port: `${port}`,
    username,
    password,
    connectionName: purpose,
    connectionTimeout: 2000,
    acquireTimeout: 5000,
    heartbeat: 2,
    retryLow: 250,
    retryHigh: 1000,
    socket: { host: hostname, port, lookup: lookupInTurn(), autoSelectFamily: false },
  });

  const retries = new RetryReporter((reason) =>
    log.write({ message: `cannot connect to the queue (${purpose})`, reason }),
  );
  connection.on("connection", () => {
    retries.succeeded();
    log.write({ message: `connected to the queue (${purpose})` });
  });
  connection.on("connection.blocked", (reason) => {
    log.write({ message: `the queue blocks publishing (${purpose})`, reason });
  });
  connection.on("connection.unblocked", () => {
    log.write({ message: `the queue accepts messages again (${purpose})` });
  });
  // without a listener Node would exit
  connection.on("error", (error: Error) => retries.failed(error.message));
  return connection;
}
