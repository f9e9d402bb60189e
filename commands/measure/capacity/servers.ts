import type { Environment } from "../../../environment.ts";
import { docker, parseRows } from "../../lib/docker.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { isReplicated, primaryOf } from "../../operate/database/members.ts";

/** A server that runs, and what it may use. */
export interface RunningServer {
  /** The same in every stage: `app-1`. */
  readonly name: string;
  /** The machine that it runs on; its own name if that is its own. */
  readonly host: string;
  /** What it does: `app`, and of a replicated database `database primary` or `database replica`. */
  readonly tier: string;
  /** The id of its container. */
  readonly container: string;
  /** The most CPU time that it gets, in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** The servers of an environment, in the order of their names, with the limits that the engine holds them to. */
export async function listServers(environment: Environment): Promise<RunningServer[]> {
  const running = (await listContainers(environment)).filter(runs);
  const labels = ["server", "host", "role"].map(
    (name) => `{{index .Config.Labels "blueprint.${name}"}}`,
  );
  const format = [...labels, "{{.Id}}", "{{.HostConfig.NanoCpus}}", "{{.HostConfig.Memory}}"];
  const inspected = await docker("inspect the servers", [
    "inspect",
    "--format",
    format.join("\t"),
    ...running.map(({ container }) => container),
  ]);
  const primary = await primaryName(environment);
  return parseServers(inspected, primary);
}

/** @param primary the name of the database's server that leads; undefined if it is alone */
export function parseServers(output: string, primary?: string): RunningServer[] {
  return (
    parseRows(output)
      .map(([name = "", host = "", role = "", container = "", nanoCpus, bytes]) => ({
        name,
        host,
        tier: tierOf(name, role, primary),
        container,
        cpus: Number(nanoCpus) / 1e9,
        memoryMiB: Number(bytes) / 2 ** 20,
      }))
      // The container of a shared host only holds its network.
      .filter(({ tier }) => tier !== "host")
      .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }))
  );
}

function tierOf(name: string, role: string, primary: string | undefined): string {
  if (role !== "database" || primary === undefined) return role;
  return name === primary ? "database primary" : "database replica";
}

async function primaryName(environment: Environment): Promise<string | undefined> {
  if (!isReplicated(await listContainers(environment, "database"))) return undefined;
  return primaryOf(await readMembers(environment))?.name;
}
