import { readFileSync } from "node:fs";
import type { Charts } from "../../../architecture/charts.ts";
import type { Architecture } from "../../../architecture/model.ts";
import { OBJECTIVE } from "../../../architecture/objective.ts";
import { listenNames, names, number, required } from "../../../programs/environment.ts";
import { CollectedArchitecture } from "./architecture/collected.ts";
import { type IArchitectureSource, StageArchitecture } from "./architecture/source.ts";
import { readCharts } from "./series/charts.ts";

/** The dashboard's configuration, from environment variables. */
export interface Configuration {
  /** Host names or addresses to listen on. */
  readonly listen: readonly string[];
  readonly port: number;
  readonly serverName: string;
  readonly architecture: IArchitectureSource;
  readonly charts: Charts;
  /** The latency of the service-level objective. */
  readonly latencyMs: number;
  readonly prometheusUrl: string;
  readonly logsUrl: string;
  /** The file that stores delivered alerts. */
  readonly alertsFile: string;
  /** The folder of the runbooks. */
  readonly runbooks: string;
}

/** Reads the configuration; throws if a value is missing or invalid. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return {
    listen: listenNames(env.LISTEN),
    port: number(env, "PORT", 8080, 65_535),
    serverName: env.SERVER_NAME ?? "dashboard",
    architecture: architectureOf(env),
    charts: readCharts(required(env, "CHARTS")),
    latencyMs: number(env, "LATENCY_OBJECTIVE_MS", OBJECTIVE.latencyMs),
    prometheusUrl: required(env, "PROMETHEUS_URL").replace(/\/$/, ""),
    logsUrl: required(env, "LOGS_URL").replace(/\/$/, ""),
    alertsFile: required(env, "ALERTS_FILE"),
    runbooks: required(env, "RUNBOOKS"),
  };
}

/** A stage's architecture is a file; the running one is fetched from the collector. */
function architectureOf(env: NodeJS.ProcessEnv): IArchitectureSource {
  const observers = names(env.OBSERVERS);
  if (env.ARCHITECTURE_URL) return new CollectedArchitecture(env.ARCHITECTURE_URL, observers);
  return new StageArchitecture({
    ...readArchitecture(required(env, "ARCHITECTURE")),
    observers,
  });
}

function readArchitecture(path: string): Architecture {
  const architecture = JSON.parse(readFileSync(path, "utf8")) as Partial<Architecture>;
  if (!architecture.machines || !architecture.connections) {
    throw new Error(
      `${path} has no machines or no connections: make it with constructs/server/architecture.ts`,
    );
  }
  return architecture as Architecture;
}
