import type { Environment } from "../../environment.ts";
import { docker, parseRows } from "./docker.ts";
import { labelOf } from "./labelled.ts";
import type { RunOptions } from "./process.ts";

/** A server and the container that it runs in. */
export interface ServerContainer {
  /** The server's name, also in Patroni. */
  readonly name: string;
  readonly container: string;
  /** As Docker reports it: `running`, `exited`, `paused` … */
  readonly state: string;
  /** The same with its duration and health, such as `Up 2 minutes (healthy)`. */
  readonly status: string;
  /** The reference of its image: `blueprint-nginx:0123456789ab`. */
  readonly image: string;
}

/** Lists the servers, or those with a role, running or not, sorted by name. */
export async function listContainers(
  { name }: Environment,
  role?: string,
  options?: RunOptions,
): Promise<ServerContainer[]> {
  const labels = [labelOf(name), ...(role === undefined ? [] : [`blueprint.role=${role}`])];
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const format = '{{.Label "blueprint.server"}}\t{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Image}}';
  return parseContainers(
    await docker("list the servers", ["ps", "--all", ...filters, "--format", format], options),
  );
}

export function parseContainers(output: string): ServerContainer[] {
  return parseRows(output)
    .map(([name = "", container = "", state = "", status = "", image = ""]) => ({
      name,
      container,
      state,
      status,
      image,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function runs({ state }: ServerContainer): boolean {
  return state === "running";
}

/** Whether it runs, and passes its health check if it has one. */
export function isHealthy({ status }: Pick<ServerContainer, "status">): boolean {
  return /^Up [^(]*(\(healthy\))?$/.test(status);
}

/** Returns the command that makes a container run. */
export function startCommand({ container, state }: ServerContainer): string {
  return `docker ${state === "paused" ? "unpause" : "start"} ${container}`;
}

export function describeStopped(server: ServerContainer): string {
  return `${server.name} does not run: ${startCommand(server)}`;
}
