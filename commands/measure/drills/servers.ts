import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { docker } from "../../lib/docker.ts";
import { listContainers, type ServerContainer } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { primaryOf } from "../../operate/database/members.ts";

type Finder = (environment: Environment) => Promise<ServerContainer[]>;

/** Servers by their names, in that order. */
export function named(...names: string[]): Finder {
  return async (environment) => pick(await listContainers(environment), names);
}

/** All servers with one of these roles, in the order of the roles and of their names. */
export function withRole(...roles: readonly string[]): Finder {
  return async (environment) => {
    const found = await Promise.all(roles.map((role) => listContainers(environment, role)));
    if (found.flat().length > 0) return found.flat();
    throw new UserError(
      `the environment ${environment.name} has no server of the role ${roles.join(" or ")}: deploy a stage that has one`,
    );
  };
}

/** A server, and all others with these roles, in that order. */
export function neighbours(name: string, ...roles: readonly string[]): Finder {
  return async (environment) => {
    const found = await Promise.all(roles.map((role) => listContainers(environment, role)));
    const others = found.flat().filter((server) => server.name !== name);
    return [...pick(await listContainers(environment), [name]), ...others];
  };
}

/** The primary of the replicated database, followed by its replicas and etcd. */
export const primary: Finder = async (environment) => {
  const leader = primaryOf(await readMembers(environment));
  if (!leader) throw new UserError(`the database has no primary: see ${statusIn(environment)}`);
  const others = (await listContainers(environment)).filter(
    ({ name }) => /^database-(etcd-)?\d$/.test(name) && name !== leader.name,
  );
  return [...pick(await listContainers(environment), [leader.name]), ...others];
};

/** A synchronous replica of the database. */
export const replica: Finder = async (environment) => {
  const members = await readMembers(environment);
  const other = members.find(({ role }) => role === "synchronous");
  if (!other) throw new UserError(`no replica is synchronous: see ${statusIn(environment)}`);
  return pick(await listContainers(environment), [other.name]);
};

/** The proxy in front of the replicated database that has most clients. */
export const proxy: Finder = async (environment) => {
  const proxies = await withRole("database-proxy")(environment);
  const clients = await Promise.all(proxies.map(countClients));
  const most = Math.max(...clients);
  return proxies.filter((_, i) => clients[i] === most).slice(0, 1);
};

/** A server followed by all others, those of the database first. */
export function isolated(find: Finder): Finder {
  return async (environment) => {
    const [victim] = await find(environment);
    const all = await listContainers(environment);
    const others = all.filter(({ name }) => name !== victim?.name);
    const isDatabase = ({ name }: ServerContainer) => name.startsWith("database");
    return [
      ...(victim ? [victim] : []),
      ...others.filter(isDatabase),
      ...others.filter((other) => !isDatabase(other)),
    ];
  };
}

/** An app server, and its upstream: the database, or the proxies in front of it. */
export const appAndDatabase: Finder = async (environment) => {
  const proxies = await listContainers(environment, "database-proxy");
  const upstream = proxies.length > 0 ? proxies.map(({ name }) => name) : ["database-1"];
  return pick(await listContainers(environment), ["app-1", ...upstream]);
};

/** Only the first one of several servers. */
export function only(find: Finder): Finder {
  return async (environment) => (await find(environment)).slice(0, 1);
}

/** The one machine of stage 1, then its servers. */
export const machine: Finder = async (environment) =>
  pick(await listContainers(environment), ["host", "app-1", "database-1", "web-1"]);

/** Counts the established connections of clients to a proxy, to PostgreSQL's port. */
async function countClients({ container }: ServerContainer): Promise<number> {
  const sockets = await docker("count the proxy's clients", [
    "exec",
    container,
    "cat",
    "/proc/net/tcp",
  ]);
  return sockets.match(/^ *\d+: [0-9A-F]{8}:1538 \S+ 01 /gm)?.length ?? 0;
}

function statusIn(environment: Environment): string {
  return `${variablesOf(environment)}npm run database -- status`;
}

function pick(all: readonly ServerContainer[], names: readonly string[]): ServerContainer[] {
  return names.map((name) => {
    const found = all.find((server) => server.name === name);
    if (found) return found;
    throw new UserError(
      `there is no server ${name}: there are ${all.map((each) => each.name).join(", ")}`,
    );
  });
}
