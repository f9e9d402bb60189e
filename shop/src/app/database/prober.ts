import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { RetryReporter } from "../retry-reporter.ts";
import { loginOptions } from "./pool.ts";
import { type Database, resolve, type Target } from "./target.ts";

const RETRY_DELAY_MS = 50;
const CONNECT_TIMEOUT_MS = 500;
const PREPARE_TIMEOUT_MS = 15_000;

export interface ProberOptions {
  readonly database: Database;
  /** Only the primary, or also replicas. */
  readonly accepts: "primary" | "any";
  /**
   * Called with a connection to a server before the server is used: applies the migrations, or
   * checks them. Throws if the server cannot be used. Must be idempotent.
   */
  readonly prepare: (client: pg.ClientBase) => Promise<void>;
  /** Called with the reason why no server can be used; again when it changes. */
  readonly onUnavailable: (reason: string) => void;
}

/** Probes each address of each target in turn, until one is accepted and prepared. */
export async function findServer(options: ProberOptions, signal: AbortSignal): Promise<Target> {
  const retries = new RetryReporter(options.onUnavailable);

  while (!signal.aborted) {
    const reasons: string[] = [];
    for (const target of options.database.targets) {
      try {
        for (const host of await resolve(target.host)) {
          const candidate = { host, port: target.port };
          const reason = await probe(options, candidate);
          if (reason === undefined) return candidate;
          reasons.push(`${target.host}:${target.port}: ${reason}`);
        }
      } catch (error) {
        reasons.push(`${target.host}: ${(error as Error).message}`);
      }
    }

    retries.failed(reasons.join("; "));
    await sleep(RETRY_DELAY_MS);
  }

  throw new Error("the search for a server was aborted");
}

/** @returns why the server cannot be used; undefined if it can */
export async function probe(options: ProberOptions, target: Target): Promise<string | undefined> {
  const client = new pg.Client({
    ...loginOptions(options.database, target),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: PREPARE_TIMEOUT_MS,
  });
  client.on("error", () => undefined);

  try {
    await client.connect();
    const { rows } = await client.query({
      text: "SELECT pg_is_in_recovery() AS replica",
      query_timeout: CONNECT_TIMEOUT_MS,
    } as pg.QueryConfig);
    if (options.accepts === "primary" && rows[0]?.replica !== false) return "it is a replica";
    await options.prepare(client);
    return undefined;
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return message || code || "no connection";
  } finally {
    client.end().catch(() => undefined);
  }
}
