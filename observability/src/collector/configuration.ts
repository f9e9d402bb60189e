import { readFileSync } from "node:fs";
import type { KnownStage } from "../../../architecture/known-stage.ts";
import { listenNames, number, required } from "../../../programs/environment.ts";

/** The collector's configuration, from environment variables. */
export interface Configuration {
  /** The URL of the Docker API proxy. */
  readonly engineUrl: string;
  /** Docker's folder of containers, which has their log files. */
  readonly containersFolder: string;
  /** The name of the environment whose servers are observed. */
  readonly environment: string;
  /** The log store's URL, with its path prefix: `http://logs:9428/logs`. */
  readonly logsUrl: string;
  /** Host names or addresses on which to expose metrics. */
  readonly listen: readonly string[];
  readonly metricsPort: number;
  /** The file with the position of each container: its lines up to there are stored. */
  readonly stateFile: string;
  readonly serverName: string;
  /** The CPU limits in cores, by server name. @default - empty: metrics have no limits */
  readonly cpuLimits: ReadonlyMap<string, number>;
  /** The known stages, to report the running architecture. @default - it reports none */
  readonly stages?: readonly KnownStage[];
}

/** The part of an architecture's description that the collector reads. */
interface Architecture {
  readonly machines: readonly {
    readonly size: { readonly cpus: number };
    readonly servers: readonly { readonly name: string }[];
  }[];
}

/** Reads the configuration; throws if a value is missing or invalid. */
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

/** Reads the CPU limits of an architecture: the Docker API returns them only together with secrets. */
function readCpuLimits(file: string): Map<string, number> {
  const { machines } = JSON.parse(readFileSync(file, "utf8")) as Architecture;
  return new Map(
    machines.flatMap(({ size, servers }) =>
      servers.map(({ name }): [string, number] => [name, size.cpus]),
    ),
  );
}
