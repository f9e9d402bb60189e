import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Container {
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly wait?: boolean;
  readonly memory?: number;
  readonly cpus?: string;
}

/** What is read here of a stage's file. */
export interface Synthesized {
  readonly resource?: {
    readonly docker_container?: Record<string, Container>;
    readonly docker_image?: Record<string, { readonly name: string }>;
  };
}

/** A host and what was synthesized to run on it. */
export interface HostRow {
  readonly host: string;
  readonly servers: readonly string[];
  readonly cpus: number;
  readonly memoryMiB: number;
}

export function readStage(folder: string): Synthesized {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Synthesized;
}

/** Whether a resource's creation ends only when it is healthy. */
export function waits(stage: Synthesized): (address: string) => boolean {
  const containers = stage.resource?.docker_container ?? {};
  return (address) => containers[address.replace("docker_container.", "")]?.wait === true;
}

/** The hosts of a stage, in the order of its file; a host's size is what its servers may use. */
export function listHosts(stage: Synthesized): HostRow[] {
  const rows = new Map<string, HostRow>();
  for (const [id, container] of Object.entries(stage.resource?.docker_container ?? {})) {
    const label = (name: string) => labelOf(container, name);
    const server = label("blueprint.server") ?? id;
    const host = label("blueprint.host") ?? server;
    const row = rows.get(host) ?? { host, servers: [], cpus: 0, memoryMiB: 0 };
    // The container of a shared host only holds its network.
    const isMachine = label("blueprint.role") === "host";
    rows.set(host, {
      host,
      servers: isMachine ? row.servers : [...row.servers, server],
      cpus: row.cpus + (isMachine ? 0 : Number(container.cpus ?? 0)),
      memoryMiB: row.memoryMiB + (isMachine ? 0 : (container.memory ?? 0)),
    });
  }
  return [...rows.values()];
}

/** The names of a stage's servers with a role. */
export function listServers(stage: Synthesized, role: string): string[] {
  return Object.entries(stage.resource?.docker_container ?? {})
    .filter(([, container]) => labelOf(container, "blueprint.role") === role)
    .map(([id, container]) => labelOf(container, "blueprint.server") ?? id);
}

function labelOf({ labels }: Container, name: string): string | undefined {
  return labels?.find(({ label }) => label === name)?.value;
}

export function sizeOf({ cpus, memoryMiB }: HostRow): string {
  return `${Number(cpus.toFixed(2))} CPU, ${memoryMiB} MiB`;
}
