import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Migration, requireMigrated } from "../database/migrate.ts";
import { loginOptions } from "../database/pool.ts";
import { findServer } from "../database/prober.ts";
import type { Database, Target } from "../database/target.ts";

const connectMilliseconds = 1000;
const queryMilliseconds = 1000;
/** How often the primary is asked for its position, which also tells whether it is still there. */
const beatMilliseconds = 1000;
const pauseMilliseconds = 200;

/** Products that were changed, with the categories that they are or were in. */
export interface ProductChange {
  readonly ids: readonly number[];
  readonly categories: readonly string[];
}

export interface ProductChangesOptions {
  readonly database: Database;
  /** What the database must have before it tells of changes. */
  readonly migrations: readonly Migration[];
  /** Told of a change; of undefined when any product may have changed. */
  readonly onChange: (change: ProductChange | undefined) => void;
  /** Told when changes are told from now on, or no longer. */
  readonly onListening: (isListening: boolean, reason: string) => void;
}

/** Listens on the primary for what changes products there, whoever does it. */
export class ProductChanges {
  /**
   * A position in the primary's log. Whoever has replayed it has every change that was told before
   * it. Undefined while nobody listens.
   */
  position?: string;
  private readonly stopping = new AbortController();

  constructor(private readonly options: ProductChangesOptions) {}

  /** Begins to listen, and goes on whenever the connection was lost; returns at once. */
  start(): void {
    this.keepListening().catch(() => undefined);
  }

  stop(): void {
    this.stopping.abort();
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.stopping;
    const { database, migrations } = this.options;
    while (!signal.aborted) {
      const target = await findServer(
        {
          database,
          accepts: "primary",
          prepare: (client) => requireMigrated(client, migrations),
          onObstacle: () => undefined,
        },
        signal,
      );
      await this.listen(target);
      await sleep(pauseMilliseconds, undefined, { signal });
    }
  }

  /** Ends when the connection does. */
  private async listen(target: Target): Promise<void> {
    const { database, onChange, onListening } = this.options;
    const lost = new AbortController();
    const end = (reason: unknown) => lost.abort(reason);
    const client = new pg.Client({
      ...loginOptions(database, target),
      connectionTimeoutMillis: connectMilliseconds,
      query_timeout: queryMilliseconds,
    });
    client.on("error", end);
    client.on("end", () => end(new Error("the connection ended")));
    client.on("notification", ({ payload }) => {
      const change = parseChange(payload);
      // first the position: what is read for a new version must have the change
      this.move(client).then(() => onChange(change), end);
    });

    try {
      await client.connect();
      await client.query("LISTEN product_changes");
      await this.move(client);
      onListening(true, `${target.host}:${target.port} tells of changes`);
      const signal = AbortSignal.any([lost.signal, this.stopping.signal]);
      for (;;) {
        await sleep(beatMilliseconds, undefined, { signal });
        await this.move(client);
      }
    } catch (error) {
      const wasListening = this.position !== undefined;
      this.position = undefined;
      if (wasListening) onListening(false, `${lost.signal.reason ?? error}`);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  private async move(client: pg.Client): Promise<void> {
    const { rows } = await client.query("SELECT pg_current_wal_lsn()::text AS position");
    this.position = rows[0]?.position;
  }
}

/** The change in a notification; undefined when it can't be read. */
export function parseChange(text: string | undefined): ProductChange | undefined {
  try {
    const { ids, categories } = JSON.parse(text ?? "");
    const isReadable =
      Array.isArray(ids) &&
      ids.every((id) => Number.isInteger(id)) &&
      Array.isArray(categories) &&
      categories.every((category) => typeof category === "string");
    return isReadable ? { ids, categories } : undefined;
  } catch {
    return undefined;
  }
}
