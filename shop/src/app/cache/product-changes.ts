import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Migration, requireMigrated } from "../database/migrate.ts";
import { loginOptions } from "../database/pool.ts";
import { findServer } from "../database/prober.ts";
import type { Database, Target } from "../database/target.ts";

const CONNECT_TIMEOUT_MS = 1000;
const QUERY_TIMEOUT_MS = 1000;
/** How often the primary's WAL position is read, which is also a heartbeat. */
const HEARTBEAT_INTERVAL_MS = 1000;
const RECONNECT_DELAY_MS = 200;

/** Changed products, with their old and new categories. */
export interface ProductChange {
  readonly ids: readonly number[];
  readonly categories: readonly string[];
}

export interface ProductChangesOptions {
  readonly database: Database;
  /** Migrations that the database needs before it notifies changes. */
  readonly migrations: readonly Migration[];
  /** Called for each change; with undefined when any product may have changed. */
  readonly onChange: (change: ProductChange | undefined) => void;
  /** Called when it starts or stops to receive notifications. */
  readonly onListening: (isListening: boolean, reason: string) => void;
}

/** Listens on the primary for product changes (`LISTEN`), whichever client makes them. */
export class ProductChanges {
  /**
   * WAL position of the primary. A replica that has replayed it has every change that was notified
   * before. Undefined while not listening.
   */
  position?: string;
  private readonly stopping = new AbortController();

  constructor(private readonly options: ProductChangesOptions) {}

  /** Listens in the background, and reconnects after each lost connection. */
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
          onUnavailable: () => undefined,
        },
        signal,
      );
      await this.listen(target);
      await sleep(RECONNECT_DELAY_MS, undefined, { signal });
    }
  }

  /** Returns when the connection ends. */
  private async listen(target: Target): Promise<void> {
    const { database, onChange, onListening } = this.options;
    const lost = new AbortController();
    const end = (reason: unknown) => lost.abort(reason);
    const client = new pg.Client({
      ...loginOptions(database, target),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    client.on("error", end);
    client.on("end", () => end(new Error("the connection ended")));
    client.on("notification", ({ payload }) => {
      const change = parseChange(payload);
      // the position first: a value that is cached with the new version must include the change
      this.updatePosition(client).then(() => onChange(change), end);
    });

    try {
      await client.connect();
      await client.query("LISTEN product_changes");
      await this.updatePosition(client);
      onListening(true, `${target.host}:${target.port} sends notifications`);
      const signal = AbortSignal.any([lost.signal, this.stopping.signal]);
      for (;;) {
        await sleep(HEARTBEAT_INTERVAL_MS, undefined, { signal });
        await this.updatePosition(client);
      }
    } catch (error) {
      const wasListening = this.position !== undefined;
      this.position = undefined;
      if (wasListening) onListening(false, `${lost.signal.reason ?? error}`);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  private async updatePosition(client: pg.Client): Promise<void> {
    const { rows } = await client.query("SELECT pg_current_wal_lsn()::text AS position");
    this.position = rows[0]?.position;
  }
}

/** The change in a notification's payload; undefined if it cannot be parsed. */
export function parseChange(text: string | undefined): ProductChange | undefined {
  try {
    const { ids, categories } = JSON.parse(text ?? "");
    const isValid =
      Array.isArray(ids) &&
      ids.every((id) => Number.isInteger(id)) &&
      Array.isArray(categories) &&
      categories.every((category) => typeof category === "string");
    return isValid ? { ids, categories } : undefined;
  } catch {
    return undefined;
  }
}
