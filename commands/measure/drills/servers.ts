import type { Environment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { labelOf } from "../../lib/labelled.ts";
import { parseContainers, type ServerContainer } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { primaryOf } from "../../operate/database/members.ts";

type Finder = (environment: Environment) => Promise<ServerContainer[]>;

/** All servers of an environment, whether they run or not, in the order of their names. */
export async function listAll({ name }: Environment): Promise<ServerContainer[]> {
  const format = '{{.Label "blueprint.server"}}\t{{.Names}}\t{{.State}}';
  const filter = ["--filter", `label=${labelOf(name)}`];
  return parseContainers(
    await docker("list the servers", ["ps", "--all", ...filter, "--format", format]),
  );
}

/** Servers by their names, in that order. */
export function named(...names: string[]): Finder {
  return async (environment) => pick(await listAll(environment), names);
}

/** The member of the replicated database that leads, followed by all that it talks to. */
export const primary: Finder = async (environment) => {
  const leader = primaryOf(await readMembers(environment));
  if (!leader) throw new UserError("no member of the database leads: npm run database -- status");
  const others = (await listAll(environment)).filter(
    ({ name }) => /^database-(etcd-)?\d$/.test(name) && name !== leader.name,
  );
  return [...pick(await listAll(environment), [leader.name]), ...others];
};

/** A member of the replicated database that does not lead. */
export const replica: Finder = async (environment) => {
  const members = await readMembers(environment);
  const other = members.find(({ role }) => role === "synchronous");
  if (!other) throw new UserError("no replica is synchronous: npm run database -- status");
  return pick(await listAll(environment), [other.name]);
};

/** An app server, and what it asks for data: the database, or the proxy before it. */
export const appAndDatabase: Finder = async (environment) => {
  const all = await listAll(environment);
  const asked = all.some(({ name }) => name === "database-proxy") ? "database-proxy" : "database-1";
  return pick(all, ["app-1", asked]);
};

/** Of several servers only the first one. */
export function only(find: Finder): Finder {
  return async (environment) => (await find(environment)).slice(0, 1);
}

/** All that share the one machine of stage 1, that machine first. */
export const machine: Finder = async (environment) =>
  pick(await listAll(environment), ["host", "app-1", "database-1", "web-1"]);

function pick(all: readonly ServerContainer[], names: readonly string[]): ServerContainer[] {
  return names.map((name) => {
    const found = all.find((server) => server.name === name);
    if (found) return found;
    throw new UserError(
      `there is no server ${name} to lose: there are ${all.map((each) => each.name).join(", ")}`,
    );
  });
}
