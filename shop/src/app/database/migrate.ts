import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";

/** One change of the database; names are applied in order, each once. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Any number that all app servers agree on. */
const lock = 7_061_974;

/** The numbered SQL files of a folder. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}-.+\.sql$/.test(name));
  return names.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}

/**
 * Applies what was not yet applied, each migration in a transaction. Servers
 * that start at once wait for each other. Migrations must only add, so that
 * older servers can go on; those that only newer servers know are left alone.
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<void> {
  if ((await missing(client, migrations)).length === 0) return;

  await client.query("SELECT pg_advisory_lock($1)", [lock]);
  try {
    await client.query(
      "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    for (const { name, sql } of await missing(client, migrations)) {
      await client.query("BEGIN");
      await client.query(sql);
      await client.query("INSERT INTO migrations (name) VALUES ($1)", [name]);
      await client.query("COMMIT");
    }
  } finally {
    // on failure the session ends, which rolls back and unlocks as well
    await client.query("SELECT pg_advisory_unlock($1)", [lock]).catch(() => undefined);
  }
}

/** Throws when a migration is missing; changes nothing, so that a replica can be asked, too. */
export async function requireMigrated(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<void> {
  const [first] = await missing(client, migrations);
  if (first) throw new Error(`migration ${first.name} has not arrived there yet`);
}

async function missing(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const table = await client.query("SELECT to_regclass('migrations') IS NOT NULL AS exists");
  if (table.rows[0].exists !== true) return migrations;
  const applied = await client.query("SELECT name FROM migrations");
  const names = new Set(applied.rows.map((row) => row.name));
  return migrations.filter(({ name }) => !names.has(name));
}
