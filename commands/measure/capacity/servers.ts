import type { Environment } from "../../../environment.ts";
import { docker, parseRows } from "../../lib/docker.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { isReplicated, primaryOf } from "../../operate/database/members.ts";

/** A running server, and its limits. */
export interface RunningServer {
  /** The same in every stage: `app-1`. */
  readonly name: string;
  /** The machine that it runs on: a shared one, or a dedicated one with its own name. */
  readonly host: string;
  /** Its role: `app`; in a replicated database `database primary` or `database replica`. */
  readonly tier: string;
  /** The id of its container. */
  readonly container: string;
  /** Its CPU limit, in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** The servers of an environment, sorted by name, with the limits that the engine enforces. */
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

/** @param primary the name of the database's primary; undefined without replicas */
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
      // the container of a shared host only has its network
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
