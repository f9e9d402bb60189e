import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../environment.ts";

/** Limits in the servers' configuration files. */
export interface Settings {
  /** Concurrent connections of HAProxy at the public address and in a load balancer. */
  readonly publicConnections: number;
  readonly balancerConnections: number;
  /** Slots of their server templates. */
  readonly publicServers: number;
  readonly balancerServers: number;
  readonly edgeServers: number;
  /** Connections of a PostgreSQL server, without those reserved for superusers. */
  readonly databaseConnections: number;
  /** Those of them that the connection pooler uses. */
  readonly pooledConnections: number;
  /** Concurrent connections of clients to one database proxy. */
  readonly proxyConnections: number;
}

/** PostgreSQL's default of `superuser_reserved_connections`. */
const reserved = 3;

/** Reads the limits from the servers' configuration files. */
export function readSettings(folder = root): Settings {
  const number = (file: string, pattern: RegExp): number => {
    const found = readFileSync(join(folder, file), "utf8").match(pattern)?.[1];
    if (found === undefined) throw new Error(`${file} has no line that matches ${pattern}`);
    return Number(found);
  };
  const haproxy = (name: string) => `constructs/${name}/${name}.cfg`;
  return {
    publicConnections: number(haproxy("public-address"), /^frontend public\s+maxconn (\d+)/m),
    balancerConnections: number(haproxy("load-balancer"), /^\s*maxconn (\d+)/m),
    publicServers: number(haproxy("public-address"), /server-template \S+ (\d+)/),
    balancerServers: number(haproxy("load-balancer"), /server-template \S+ (\d+)/),
    edgeServers: number("constructs/cdn/edge.cfg", /server-template pages- (\d+)/),
    databaseConnections:
      number("constructs/database/image/postgresql.conf", /^max_connections = (\d+)/m) - reserved,
    pooledConnections: number(
      "constructs/database/image/pgbouncer.ini",
      /^default_pool_size = (\d+)/m,
    ),
    proxyConnections: number("constructs/database/database-proxy.cfg", /^\s*maxconn (\d+)/m),
  };
}
