import { number, required } from "../../../programs/environment.ts";
import { type Database, parseDatabase } from "../app/database/target.ts";
import { parseQueue, type QueueTarget } from "../queue/target.ts";

/** Configuration of a worker, from environment variables. */
export interface Configuration {
  /** Port of the health checks, on loopback. */
  readonly port: number;
  readonly database: Database;
  readonly queue: QueueTarget;
  readonly paymentUrl: string;
  /** Number of orders that are charged concurrently. */
  readonly concurrency: number;
  readonly serverName: string;
}

/** Reads the configuration; throws if a value is missing or invalid. */
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
