import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../environment.ts";

/** What the programs' own configuration allows. */
export interface Settings {
  /** Connections that HAProxy holds at once at the public address and in the load balancer. */
  readonly publicConnections: number;
  readonly balancerConnections: number;
  /** How many servers they find behind them. */
  readonly publicServers: number;
  readonly balancerServers: number;
  /** Connections that a PostgreSQL server takes, without those that it keeps for its operator. */
  readonly databaseConnections: number;
  /** Connections that each app server and each worker may hold to it. */
  readonly poolConnections: number;
}

/** PostgreSQL's `superuser_reserved_connections`, as it is by default. */
const reserved = 3;

/** Reads the files that the servers run with, so that a plan never has numbers of its own. */
export function readSettings(folder = root): Settings {
  const number = (file: string, pattern: RegExp): number => {
    const found = readFileSync(join(folder, file), "utf8").match(pattern)?.[1];
    if (found === undefined) throw new Error(`${file} has nothing like ${pattern}`);
    return Number(found);
  };
  const haproxy = (name: string) => `constructs/${name}/${name}.cfg`;
  return {
    publicConnections: number(haproxy("public-address"), /^\s*maxconn (\d+)/m),
    balancerConnections: number(haproxy("load-balancer"), /^\s*maxconn (\d+)/m),
    publicServers: number(haproxy("public-address"), /server-template \S+ (\d+)/),
    balancerServers: number(haproxy("load-balancer"), /server-template \S+ (\d+)/),
    databaseConnections:
      number("constructs/database/image/postgresql.conf", /^max_connections = (\d+)/m) - reserved,
    poolConnections: number("shop/src/app/database/pool.ts", /^const MAX_CONNECTIONS = (\d+)/m),
  };
}
