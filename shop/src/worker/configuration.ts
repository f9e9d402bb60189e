import { number, required } from "../app/configuration.ts";
import { type Database, parseDatabase } from "../app/database/target.ts";
import { parseQueue, type QueueTarget } from "../queue/target.ts";

/** What a worker takes from its environment. */
export interface Configuration {
  /** On loopback, for health checks only. */
  readonly port: number;
  readonly database: Database;
  readonly queue: QueueTarget;
  readonly paymentUrl: string;
  /** How many orders are charged at once. */
  readonly concurrency: number;
  readonly serverName: string;
}

/** Reads the configuration; throws when a value is missing or senseless. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return {
    port: number(env, "PORT", 3001, 65_535),
    database: parseDatabase(required(env, "DATABASE_URL")),
    queue: parseQueue(required(env, "QUEUE_URL")),
    paymentUrl: required(env, "PAYMENT_URL"),
    concurrency: number(env, "CONCURRENCY", 20, 1000),
    serverName: env.SERVER_NAME ?? "worker",
  };
}
