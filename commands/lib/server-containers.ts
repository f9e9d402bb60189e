import type { Environment } from "../../environment.ts";
import { docker, parseRows } from "./docker.ts";
import { labelOf } from "./labelled.ts";
import type { RunOptions } from "./process.ts";

/** A server and the container that it runs in. */
export interface ServerContainer {
  /** The server's name, which is its name in Patroni, too. */
  readonly name: string;
  readonly container: string;
  /** In Docker's words: `running`, `exited`, `paused` … */
  readonly state: string;
}

/** The servers, or those with a role, whether they run or not, in the order of their names. */
export async function listContainers(
  { name }: Environment,
  role?: string,
  options?: RunOptions,
): Promise<ServerContainer[]> {
  const labels = [labelOf(name), ...(role === undefined ? [] : [`blueprint.role=${role}`])];
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const format = '{{.Label "blueprint.server"}}\t{{.Names}}\t{{.State}}';
  return parseContainers(
    await docker("list the servers", ["ps", "--all", ...filters, "--format", format], options),
  );
}

export function parseContainers(output: string): ServerContainer[] {
  return parseRows(output)
    .map(([name = "", container = "", state = ""]) => ({ name, container, state }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function runs({ state }: ServerContainer): boolean {
  return state === "running";
}

/** What to type for a container to run. */
export function startOf({ container, state }: ServerContainer): string {
  return `docker ${state === "paused" ? "unpause" : "start"} ${container}`;
}

export function describeStopped(server: ServerContainer): string {
  return `${server.name} does not run: ${startOf(server)}`;
}
