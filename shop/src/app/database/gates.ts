import type { Log } from "../../../../programs/log.ts";
import { Gate } from "./gate.ts";
import { type Migration, migrate, requireMigrated } from "./migrate.ts";
import { type Reads, ReplicaReads } from "./reads.ts";
import type { Database } from "./target.ts";

export interface GatesOptions {
  readonly database: Database;
  /** The replicas. @default - reads go to the primary */
  readonly readDatabase?: Database;
  readonly migrations: readonly Migration[];
  readonly log: Log;
}

/** Access to the database: one gate for each URL. */
export interface Gates {
  readonly primary: Gate;
  readonly replicas?: Gate;
  readonly reads: Reads;
}

/** Looks for the servers in the background. */
export function startGates(options: GatesOptions): Gates {
  const { database, readDatabase, migrations, log } = options;
  const primary = new Gate({
    database,
    accepts: "primary",
    prepare: (client) => migrate(client, migrations),
    ...logging(log, "database"),
  });
  primary.start();
  if (readDatabase === undefined) return { primary, reads: primary };

  const replicas = new Gate({
    database: readDatabase,
    peer: "database-replicas",
    accepts: "any",
    prepare: (client) => requireMigrated(client, migrations),
    ...logging(log, "read database"),
  });
  replicas.start();
  return { primary, replicas, reads: new ReplicaReads(replicas, primary) };
}

function logging(log: Log, name: string) {
  return {
    onUnavailable: (reason: string) => log.write({ message: `waiting for the ${name}`, reason }),
    onChange: (state: "open" | "closed", reason: string) =>
      log.write({ message: `${name} gate ${state}`, reason }),
  };
}
