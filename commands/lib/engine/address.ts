import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../process.ts";

export const DEFAULT_SOCKET = "/var/run/docker.sock";
export const DEFAULT_ADDRESS = `unix://${DEFAULT_SOCKET}`;

/** The variables by which docker, the provider and the stages find an engine. */
const VARIABLES = [
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_CERT_PATH",
  "DOCKER_TLS",
  "DOCKER_TLS_VERIFY",
] as const;
type Variables = { readonly [name in (typeof VARIABLES)[number]]?: string };

/** The way to an engine, which is known without an answer from it. */
export interface EngineAddress {
  /** As in DOCKER_HOST: `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376`, `ssh://ops@shop`. */
  readonly address: string;
  /** The name of the Docker host for the ports that it publishes: `localhost`, `10.0.0.5`. */
  readonly host: string;
}

/** A context of the docker command: the fields of `docker context inspect` that are read here. */
interface Context {
  readonly Endpoints: {
    readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean };
  };
  readonly TLSMaterial?: { readonly docker?: readonly string[] | null };
  readonly Storage?: { readonly TLSPath?: string };
}

let known: Promise<EngineAddress> | undefined;

/**
 * Finds the way to the engine once, as the docker command does: DOCKER_HOST, else the context that is
 * in use, with its TLS certificates. From then on each child process finds the same engine by
 * variables, because the provider ignores contexts or their certificates.
 */
export function engineAddress(): Promise<EngineAddress> {
  known ??= resolve();
  return known;
}

async function resolve(): Promise<EngineAddress> {
  const { DOCKER_HOST, DOCKER_CONTEXT } = process.env;
  const context = DOCKER_HOST ? undefined : await inspectContext();
  // A context that does not exist stays named, so that docker says so.
  if (!DOCKER_HOST && !context && DOCKER_CONTEXT) {
    return { address: `the context ${DOCKER_CONTEXT}`, host: "localhost" };
  }
  const variables = variablesFor(process.env, context);
  for (const name of VARIABLES) {
    const value = variables[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  const address = variables.DOCKER_HOST ?? DEFAULT_ADDRESS;
  return { address, host: await hostOf(address) };
}

/**
 * An empty variable is one that is not set, also where the docker command differs. As there, an address
 * without a scheme is one of TCP; the provider takes none.
 */
export function tidyVariables(env: NodeJS.ProcessEnv): void {
  for (const name of VARIABLES) {
    const value = env[name]?.trim();
    if (value) env[name] = value;
    else delete env[name];
  }
  if (/^(?!\w+:\/\/)[^/]/.test(env.DOCKER_HOST ?? "")) env.DOCKER_HOST = `tcp://${env.DOCKER_HOST}`;
}

/** Returns the variables that stand for what the user's variables or the context say. */
export function variablesFor(env: NodeJS.ProcessEnv, context?: Context): Variables {
  const endpoint = context?.Endpoints.docker;
  const address = env.DOCKER_HOST ?? endpoint?.Host ?? DEFAULT_ADDRESS;
  const host = address === DEFAULT_ADDRESS ? {} : { DOCKER_HOST: address };
  if (!/^(tcp|https?):/.test(address)) return host;

  if (env.DOCKER_HOST) {
    const { DOCKER_TLS, DOCKER_TLS_VERIFY, DOCKER_CONFIG, DOCKER_CERT_PATH } = env;
    const folder = DOCKER_CERT_PATH ?? DOCKER_CONFIG ?? join(homedir(), ".docker");
    return DOCKER_TLS || DOCKER_TLS_VERIFY ? { ...host, ...tls(folder, DOCKER_TLS_VERIFY) } : host;
  }
  const folder = context?.Storage?.TLSPath;
  if (!folder || !context?.TLSMaterial?.docker?.length) return host;
  return { ...host, ...tls(join(folder, "docker"), endpoint?.SkipTLSVerify ? undefined : "1") };
}

function tls(folder: string, verify: string | undefined): Variables {
  return {
    DOCKER_CERT_PATH: folder,
    ...(verify ? { DOCKER_TLS_VERIFY: "1" } : { DOCKER_TLS: "1" }),
  };
}

async function inspectContext(): Promise<Context | undefined> {
  const { ok, stdout } = await run("docker", ["context", "inspect", "--format", "{{json .}}"]);
  try {
    return ok ? (JSON.parse(stdout) as Context) : undefined;
  } catch {
    return undefined;
  }
}

/** A host of ssh may be an alias of the user's ssh configuration, which no other program knows. */
async function hostOf(address: string): Promise<string> {
  if (!URL.canParse(address)) return "localhost";
  const { protocol, hostname } = new URL(address);
  if (protocol !== "ssh:") return hostname || "localhost";
  const { stdout } = await run("ssh", ["-G", "--", hostname], { timeoutMs: 10_000 });
  const name = stdout.match(/^hostname (\S+)$/m)?.[1] ?? hostname;
  return name.includes(":") && !name.startsWith("[") ? `[${name}]` : name;
}

/** The path of the engine's socket on this machine; undefined if it is reached in another way. */
export function socketOf(address: string): string | undefined {
  return address.match(/^unix:\/\/(.+)/)?.[1];
}

/** Whether ports that the Docker host publishes on its loopback address are reached from here. */
export function isNear({ host }: EngineAddress): boolean {
  return host === "localhost";
}

/** The command that makes pages reachable that a Docker host elsewhere publishes for itself. */
export function tunnelTo({ address, host }: EngineAddress, ports: readonly number[]): string {
  const login = address.startsWith("ssh:") ? address.replace(/\/+$/, "") : host;
  return `ssh -N ${ports.map((port) => `-L ${port}:localhost:${port}`).join(" ")} ${login}`;
}
