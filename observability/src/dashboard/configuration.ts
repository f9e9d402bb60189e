import { readFileSync } from "node:fs";
import type { Architecture } from "../../../architecture/model.ts";
import { listenNames, names, number, required } from "../environment.ts";
import { CollectedArchitecture } from "./architecture/collected.ts";
import { type IArchitectureSource, StageArchitecture } from "./architecture/source.ts";

/** What the dashboard takes from its environment. */
export interface Configuration {
  /** Names or addresses to listen on. */
  readonly listen: readonly string[];
  readonly port: number;
  readonly serverName: string;
  readonly architecture: IArchitectureSource;
  readonly prometheusUrl: string;
  readonly logsUrl: string;
  /** Where deliveries of alerts are kept. */
  readonly alertsFile: string;
  /** The folder of the runbooks. */
  readonly runbooks: string;
}

/** Reads the configuration; throws when a value is missing or senseless. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return {
    listen: listenNames(env.LISTEN),
    port: number(env, "PORT", 8080, 65_535),
    serverName: env.SERVER_NAME ?? "dashboard",
    architecture: architectureOf(env),
    prometheusUrl: required(env, "PROMETHEUS_URL").replace(/\/$/, ""),
    logsUrl: required(env, "LOGS_URL").replace(/\/$/, ""),
    alertsFile: required(env, "ALERTS_FILE"),
    runbooks: required(env, "RUNBOOKS"),
  };
}

/** That of a stage is in a file; what runs at the moment is told by the collector. */
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
