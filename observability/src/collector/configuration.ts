import { readFileSync } from "node:fs";
import type { KnownStage } from "../../../architecture/known-stage.ts";
import { listenNames, number, required } from "../../../programs/environment.ts";

/** What the collector takes from its environment. */
export interface Configuration {
  /** Where the engine is asked, through its door. */
  readonly engineUrl: string;
  /** Where the engine keeps what its containers print: its folder of containers. */
  readonly containersFolder: string;
  /** The environment whose servers are observed. */
  readonly environment: string;
  /** The log store's URL, with the path of its interfaces: `http://logs:9428/logs`. */
  readonly logsUrl: string;
  /** Names or addresses to tell figures on. */
  readonly listen: readonly string[];
  readonly metricsPort: number;
  /** Remembers how far each server's lines were stored. */
  readonly stateFile: string;
  readonly serverName: string;
  /** How many cores each server may use, by name. @default - not told */
  readonly cpuLimits: ReadonlyMap<string, number>;
  /** By what it recognizes the stage that runs, and tells that. @default - it tells no architecture */
  readonly stages?: readonly KnownStage[];
}

/** The part of an architecture's description that the collector reads. */
interface Architecture {
  readonly machines: readonly {
    readonly size: { readonly cpus: number };
    readonly servers: readonly { readonly name: string }[];
  }[];
}

/** Reads the configuration; throws when a value is missing or senseless. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return {
    engineUrl: env.ENGINE_URL ?? "http://127.0.0.1:2375",
    containersFolder: required(env, "CONTAINERS_FOLDER"),
    environment: required(env, "ENVIRONMENT"),
    logsUrl: required(env, "LOGS_URL").replace(/\/$/, ""),
    listen: listenNames(env.LISTEN),
    metricsPort: number(env, "METRICS_PORT", 9100, 65_535),
    stateFile: required(env, "STATE_FILE"),
    serverName: env.SERVER_NAME ?? "collector",
    cpuLimits: env.ARCHITECTURE ? readCpuLimits(env.ARCHITECTURE) : new Map(),
    stages: env.STAGES ? JSON.parse(readFileSync(env.STAGES, "utf8")) : undefined,
  };
}

/** The engine tells no limit of CPU without telling secrets too: the architecture knows it. */
function readCpuLimits(file: string): Map<string, number> {
  const { machines } = JSON.parse(readFileSync(file, "utf8")) as Architecture;
  return new Map(
    machines.flatMap(({ size, servers }) =>
      servers.map(({ name }): [string, number] => [name, size.cpus]),
    ),
  );
}
