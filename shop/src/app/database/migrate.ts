import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";

/** A schema migration. Migrations are applied in the order of their names, each once. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Key of the advisory lock; the same on all app servers. */
const LOCK_KEY = 7_061_974;

/** The numbered SQL files of a folder. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}-.+\.sql$/.test(name));
  return names.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}

/**
 * Applies the missing migrations in one transaction, which holds a lock that serializes app servers
 * that start at the same time. Behind a connection pooler, nothing may outlast a transaction.
 * Migrations must be backward compatible: app servers of older releases share the database, and
 * ignore migrations that they do not have.
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<void> {
  if ((await missing(client, migrations)).length === 0) return;

  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK_KEY]);
  await client.query(
    "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
  );
  for (const { name, sql } of await missing(client, migrations)) {
    await client.query(sql);
    await client.query("INSERT INTO migrations (name) VALUES ($1)", [name]);
  }
  await client.query("COMMIT");
}

/** Throws if a migration is missing. Only reads, so it works on a replica. */
export async function requireMigrated(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<void> {
  const [first] = await missing(client, migrations);
  if (first) throw new Error(`migration ${first.name} is not applied or replicated yet`);
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
