import { Connection } from "rabbitmq-client";
import { Obstacle } from "../app/obstacle.ts";
import type { QueueTarget } from "./target.ts";

/** Where messages are put, by these keys. */
export const exchange = "charges";
export const chargeKey = "charges";
export const deadKey = "dead";

/** Where messages wait to be charged, and where those end that can't be. */
export const charges = "charges";
export const deadLetters = "charges.dead";

interface Log {
  write(event: Readonly<Record<string, unknown>>): void;
}

/**
 * A connection that is made again whenever it is lost. Whoever publishes has one of its own: the
 * queue stops reading from it while an alarm lasts, and what is consumed must go on being acknowledged.
 */
export function connect(target: QueueTarget, purpose: string, log: Log): Connection {
  const { host: hostname, port, user: username, password } = target;
  const connection = new Connection({
    hostname,
    port: `${port}`,
    username,
    password,
    connectionName: purpose,
    connectionTimeout: 3000,
    acquireTimeout: 5000,
    heartbeat: 10,
    retryLow: 250,
    retryHigh: 1000,
  });

  const obstacle = new Obstacle((reason) =>
    log.write({ message: `looking for the queue to ${purpose}`, reason }),
  );
  connection.on("connection", () => {
    obstacle.gone();
    log.write({ message: `connected to the queue to ${purpose}` });
  });
  connection.on("connection.blocked", (reason) => {
    log.write({ message: `the queue takes nothing for the moment`, reason });
  });
  connection.on("connection.unblocked", () => {
    log.write({ message: "the queue takes messages again" });
  });
  // Without a listener Node would exit.
  connection.on("error", (error: Error) => obstacle.met(error.message));
  return connection;
}
