import { docker } from "../../lib/docker.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { run, tail } from "../../lib/process.ts";
import { step } from "../../lib/progress.ts";
import { UserError } from "../../lib/user-error.ts";

/** The fields of `docker inspect` that are read here. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly StartedAt: string };
  readonly HostConfig: { readonly NetworkMode: string };
}

/** The hosts to start, and the servers to restart afterwards. */
interface Stranded {
  readonly hosts: Inspected[];
  readonly servers: Inspected[];
}

/** Finds servers in the dead network namespace of a host that stopped or was restarted. */
export function findStranded(containers: readonly Inspected[]): Stranded {
  const byId = new Map(containers.map((container) => [container.Id, container]));
  const hosts = new Set<Inspected>();
  const servers = containers.filter((server) => {
    const host = byId.get(server.HostConfig.NetworkMode.replace(/^container:/, ""));
    if (!host) return false;
    if (!host.State.Running) hosts.add(host);
    return !host.State.Running || startedAt(host) > startedAt(server);
  });
  return { hosts: [...hosts], servers };
}

/** Starts stopped hosts, and restarts servers so that they join their host's network again. */
export async function rejoinHosts(environment: string): Promise<void> {
  const { hosts, servers } = findStranded(await inspectAll(environment));
  for (const host of hosts) await bring("start", host);
  for (const server of servers) await bring("restart", server);
}

async function inspectAll(environment: string): Promise<Inspected[]> {
  const containers = await listLabelled(labelOf(environment), ["container"]);
  if (containers.length === 0) return [];
  const ids = containers.map(({ id }) => id);
  return JSON.parse(await docker("inspect the containers", ["inspect", ...ids])) as Inspected[];
}

async function bring(verb: "start" | "restart", { Id, Name }: Inspected): Promise<void> {
  const name = Name.replace(/^\//, "");
  const why = verb === "start" ? "it is stopped" : "its host was restarted";
  await step(`${verb}ing ${name}: ${why}`, async () => {
    const { ok, all } = await run("docker", [verb, Id]);
    if (!ok) throw new UserError(`${name} could not be ${verb}ed:\n${tail(all)}`);
  });
}

function startedAt(container: Inspected): number {
  return Date.parse(container.State.StartedAt);
}
