import { readFileSync } from "node:fs";
import type { Architecture, ObservedArchitecture } from "../model/architecture.ts";

/** What the dashboard takes from its environment. */
export interface Configuration {
  /** Names or addresses to listen on. */
  readonly listen: readonly string[];
  readonly port: number;
  readonly serverName: string;
  readonly architecture: ObservedArchitecture;
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
    listen: list(env.LISTEN ?? "127.0.0.1"),
    port: port(env.PORT ?? "8080"),
    serverName: env.SERVER_NAME ?? "dashboard",
    architecture: {
      ...readArchitecture(required(env, "ARCHITECTURE")),
      observers: list(env.OBSERVERS ?? ""),
    },
    prometheusUrl: required(env, "PROMETHEUS_URL").replace(/\/$/, ""),
    logsUrl: required(env, "LOGS_URL").replace(/\/$/, ""),
    alertsFile: required(env, "ALERTS_FILE"),
    runbooks: required(env, "RUNBOOKS"),
  };
}

function readArchitecture(path: string): Architecture {
  const architecture = JSON.parse(readFileSync(path, "utf8")) as Partial<Architecture>;
  if (!architecture.machines || !architecture.connections) {
    throw new Error(
      `${path} has no machines or no connections: make it with constructs/architecture.ts`,
    );
  }
  return architecture as Architecture;
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`PORT must be a whole number from 0 to 65535, got "${text}"`);
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set: the dashboard needs it`);
  return value;
}
