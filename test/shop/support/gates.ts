import type { TestContext } from "vitest";
import { Log } from "../../../programs/log.ts";
import { type Gates, startGates } from "../../../shop/src/app/database/gates.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import { FakePostgres } from "./fake-postgres.ts";

/** Starts a server that has the one migration of `startTestGates`. */
export async function startServer(
  onTestFinished: TestContext["onTestFinished"],
  options: { isReplica?: boolean } = {},
): Promise<FakePostgres> {
  const server = new FakePostgres();
  server.isReplica = options.isReplica ?? false;
  server.answer = migrated;
  await server.start();
  onTestFinished(() => server.stop());
  return server;
}

/** The responses of a database that has the migration, and no rows. */
export function migrated(query: string) {
  if (query.includes("to_regclass")) return { columns: ["exists"], rows: [["t"]] };
  if (query.includes("FROM migrations")) return { columns: ["name"], rows: [["001-first"]] };
  return { rows: [] };
}

/** Starts the app server's gates. @returns also the messages that they log */
export function startTestGates(
  onTestFinished: TestContext["onTestFinished"],
  port: number,
  readPort?: number,
): Gates & { readonly logged: unknown[] } {
  const logged: unknown[] = [];
  const log = new (class extends Log {
    override write({ message }: Readonly<Record<string, unknown>>): void {
      logged.push(message);
    }
  })("app-1");
  const database = (number: number) => parseDatabase(`postgres://shop@127.0.0.1:${number}/shop`);

  const gates = startGates({
    database: database(port),
    readDatabase: readPort === undefined ? undefined : database(readPort),
    migrations: [{ name: "001-first", sql: "CREATE TABLE first ()" }],
    log,
  });
  onTestFinished(() => gates.primary.stop());
  onTestFinished(() => gates.replicas?.stop());
  return { ...gates, logged };
}
