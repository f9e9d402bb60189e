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

/**
 * Looks for the servers in the background. When one gate closes, the other one is verified: both
 * may use the same proxy, and a frozen one delays a read once, not once for each gate.
 */
export function startGates(options: GatesOptions): Gates {
  const { database, readDatabase, migrations, log } = options;
  const primary: Gate = new Gate({
    database,
    accepts: "primary",
    prepare: (client) => migrate(client, migrations),
    ...logging(log, "database", () => replicas?.verify()),
  });
  const replicas =
    readDatabase &&
    new Gate({
      database: readDatabase,
      peer: "database-replicas",
      accepts: "any",
      prepare: (client) => requireMigrated(client, migrations),
      ...logging(log, "read database", () => primary.verify()),
    });
  primary.start();
  replicas?.start();
  return { primary, replicas, reads: replicas ? new ReplicaReads(replicas, primary) : primary };
}

function logging(log: Log, name: string, onClosed: () => void) {
  return {
    onUnavailable: (reason: string) => log.write({ message: `waiting for the ${name}`, reason }),
    onChange: (state: "open" | "closed", reason: string) => {
      log.write({ message: `${name} gate ${state}`, reason });
      if (state === "closed") onClosed();
    },
  };
}
