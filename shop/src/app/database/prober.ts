import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Obstacle } from "../obstacle.ts";
import { loginOptions } from "./pool.ts";
import { type Database, resolve, type Target } from "./target.ts";

const pauseMilliseconds = 50;
const connectMilliseconds = 500;
const prepareMilliseconds = 15_000;

export interface ProberOptions {
  readonly database: Database;
  /** Which servers will do: only the primary, or replicas as well. */
  readonly accepts: "primary" | "any";
  /**
   * Done on a server before it is used: migrations, or a look whether they are
   * there. Throws when the server can't be used. Must be safe to repeat.
   */
  readonly prepare: (client: pg.ClientBase) => Promise<void>;
  /** Told why no server can be used, when the reason changes. */
  readonly onObstacle: (reason: string) => void;
}

/** Tries every address of every target in turn until one is accepted and prepared. */
export async function findServer(options: ProberOptions, signal: AbortSignal): Promise<Target> {
  const obstacle = new Obstacle(options.onObstacle);

  while (!signal.aborted) {
    const obstacles: string[] = [];
    for (const target of options.database.targets) {
      try {
        for (const host of await resolve(target.host)) {
          const candidate = { host, port: target.port };
          const reason = await probe(options, candidate);
          if (reason === undefined) return candidate;
          obstacles.push(`${target.host}:${target.port}: ${reason}`);
        }
      } catch (error) {
        obstacles.push(`${target.host}: ${(error as Error).message}`);
      }
    }

    obstacle.met(obstacles.join("; "));
    await sleep(pauseMilliseconds);
  }

  throw new Error("the search for a server was ended");
}

/** Undefined when the server can be used, else why it can't. */
async function probe(options: ProberOptions, target: Target): Promise<string | undefined> {
  const client = new pg.Client({
    ...loginOptions(options.database, target),
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: prepareMilliseconds,
  });
  client.on("error", () => undefined);

  try {
    await client.connect();
    const { rows } = await client.query({
      text: "SELECT pg_is_in_recovery() AS replica",
      query_timeout: connectMilliseconds,
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
