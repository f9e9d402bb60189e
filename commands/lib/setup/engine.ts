import { get } from "node:http";
import { run, which } from "../process.ts";
import { UserError } from "../user-error.ts";
import { aptInstall, mayInstall } from "./install.ts";
import { startEngine } from "./start-engine.ts";

export interface Engine {
  readonly version: string;
  /** Where it is reached, such as `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** Where it keeps its data, such as `/var/lib/docker`. */
  readonly folder: string;
}

export interface EngineState {
  readonly engine?: Engine;
  readonly hasCommand: boolean;
  readonly address: string;
  /** Why it did not answer, in Docker's words. */
  readonly reason: string;
}

const socket = "/var/run/docker.sock";
const defaultAddress = `unix://${socket}`;

/** Asks the engine that DOCKER_HOST or Docker's current context names. */
export async function lookForEngine(): Promise<EngineState> {
  if (!which("docker")) {
    const address = process.env.DOCKER_HOST ?? defaultAddress;
    return { hasCommand: false, address, reason: "the docker command is not there" };
  }
  const [context, version, folder] = await Promise.all([
    run("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]),
    run("docker", ["version", "--format", "{{.Server.Version}}"], { timeoutMs: 10_000 }),
    run("docker", ["info", "--format", "{{.DockerRootDir}}"], { timeoutMs: 10_000 }),
  ]);
  const address = process.env.DOCKER_HOST ?? (context.stdout.trim() || defaultAddress);
  if (version.ok) {
    return {
      engine: { version: version.stdout.trim(), address, folder: folder.stdout.trim() },
      hasCommand: true,
      address,
      reason: "",
    };
  }
  const reason = version.timedOut ? "no answer in 10 s" : firstLine(version.stderr);
  return { hasCommand: true, address, reason };
}

/** Tells stages where the files of the engine are, if one answers; nothing is installed or started. */
export async function noteEngine(): Promise<void> {
  const { engine } = await lookForEngine();
  if (engine) use(engine);
}

/** A running engine is used as it is; only where there is none is one installed and started. */
export async function ensureEngine(): Promise<Engine> {
  const found = await lookForEngine();
  if (found.engine) return use(found.engine);

  if (found.address !== defaultAddress) {
    throw new UserError(
      `no Docker engine answers at ${found.address} (${found.reason}): start it, or unset DOCKER_HOST and Docker's context to use the one of this machine`,
    );
  }
  if (!mayInstall()) throw new UserError(whatToInstall(found));
  if (!found.hasCommand && (await answers(socket))) await aptInstall("docker-cli", "docker.io");
  else if (!which("dockerd")) await aptInstall("docker.io");
  if (!which("docker")) await aptInstall("docker-cli");
  return use((await lookForEngine()).engine ?? (await startEngine(lookForEngine)));
}

function whatToInstall({ hasCommand, address, reason }: EngineState): string {
  if (!hasCommand) return "the docker command is not there: install Docker and start it";
  return `no Docker engine can be used at ${address} (${reason}): install or start Docker, and see that this user may use it`;
}

/** Whether an engine answers at a socket, asked without Docker's command. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ socketPath, path: "/_ping", timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
  });
}

/** The provider knows nothing of Docker's contexts: it is told where the engine is, and stages where its files are. */
function use(engine: Engine): Engine {
  if (engine.folder) process.env.BLUEPRINT_ENGINE_FOLDER ??= engine.folder;
  if (engine.address !== defaultAddress) process.env.DOCKER_HOST ??= engine.address;
  return engine;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
