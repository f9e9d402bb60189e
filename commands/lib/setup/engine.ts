import { get } from "node:http";
import { run, which } from "../process.ts";
import { UserError } from "../user-error.ts";
import type { Engine, EngineState } from "./engine-state.ts";
import { aptInstall, mayInstall } from "./install.ts";
import { startEngine } from "./start-engine.ts";

const socket = "/var/run/docker.sock";
const defaultAddress = `unix://${socket}`;

/** Looks up the engine of DOCKER_HOST or of Docker's current context. */
export async function lookForEngine(): Promise<EngineState> {
  if (!which("docker")) {
    const address = process.env.DOCKER_HOST ?? defaultAddress;
    return { hasCommand: false, address, reason: "the docker command is not installed" };
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

/** Passes the engine's data folder to the stages, if one answers; installs nothing. */
export async function noteEngine(): Promise<void> {
  const { engine } = await lookForEngine();
  if (engine) use(engine);
}

/** Returns the running engine; installs and starts one only if there is none. */
export async function ensureEngine(): Promise<Engine> {
  const found = await lookForEngine();
  if (found.engine) return use(found.engine);

  if (found.address !== defaultAddress) {
    throw new UserError(
      `no Docker engine answers at ${found.address} (${found.reason}): start it, or unset DOCKER_HOST and Docker's context to use this machine's engine`,
    );
  }
  if (!mayInstall()) throw new UserError(whatToInstall(found));
  if (!found.hasCommand && (await answers(socket))) await aptInstall("docker-cli", "docker.io");
  else if (!which("dockerd")) await aptInstall("docker.io");
  if (!which("docker")) await aptInstall("docker-cli");
  return use((await lookForEngine()).engine ?? (await startEngine(lookForEngine)));
}

function whatToInstall({ hasCommand, address, reason }: EngineState): string {
  if (!hasCommand) return "the docker command is not installed: install Docker and start it";
  return `no Docker engine is available at ${address} (${reason}): install or start Docker, and give this user access to it`;
}

/** Whether an engine answers at a socket; works without the `docker` command. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ socketPath, path: "/_ping", timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

/**
 * Passes the address to the provider, which ignores Docker's contexts, and the data folder to the
 * stages.
 */
function use(engine: Engine): Engine {
  if (engine.folder) process.env.BLUEPRINT_ENGINE_FOLDER ??= engine.folder;
  if (engine.address !== defaultAddress) process.env.DOCKER_HOST ??= engine.address;
  return engine;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
