import { get } from "node:http";
import { DEFAULT_ADDRESS, DEFAULT_SOCKET } from "../engine/address.ts";
import { type Engine, type EngineState, lookForEngine } from "../engine/engine.ts";
import { proxyArguments } from "../engine/proxies.ts";
import { which } from "../process.ts";
import { UserError } from "../user-error.ts";
import { aptInstall, mayInstall } from "./install.ts";
import { startEngine } from "./start-engine.ts";

/** Tells the stages about the engine, if one answers; installs nothing. */
export async function noteEngine(): Promise<void> {
  const { engine } = await lookForEngine();
  if (engine) use(engine);
}

/** Returns the running engine; installs and starts one only if there is none. */
export async function ensureEngine(): Promise<Engine> {
  const found = await lookForEngine();
  if (found.engine) return use(found.engine);
  const obstacle = obstacleTo(found);
  if (obstacle) throw obstacle;
  if (found.fault === "command" && (await answers(DEFAULT_SOCKET))) {
    await aptInstall("docker-cli", "docker.io");
  } else if (!which("dockerd")) await aptInstall("docker.io");
  if (!which("docker")) await aptInstall("docker-cli");
  return use((await lookForEngine()).engine ?? (await startEngine(lookForEngine)));
}

/** Why no engine can be had; undefined if one answers, or is installed or started without help. */
export function obstacleTo({ engine, address, reason, fault }: EngineState): UserError | undefined {
  if (engine) return undefined;
  const none = `no Docker engine answers at ${address} (${reason})`;
  if (fault === "foreign") {
    return new UserError(`${none}: install Docker, or put its command before this one on the PATH`);
  }
  if (fault === "settings") {
    return new UserError(
      `${none}: make "docker version" work with that engine (DOCKER_HOST, "docker context use"), then run the same command again`,
    );
  }
  if (fault === "permission") {
    return new UserError(
      `${none}: give this user access to it ("sudo usermod -aG docker $USER", then log in again)`,
    );
  }
  if (address !== DEFAULT_ADDRESS) {
    return new UserError(
      `${none}: start it, or unset DOCKER_HOST and Docker's context to use this machine's engine`,
    );
  }
  if (mayInstall()) return undefined;
  return new UserError(
    fault === "command" ? `${reason}: install Docker and start it` : `${none}: start Docker`,
  );
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

/** Tells the stages where the engine has its data folder and its socket, and its builds' proxies. */
function use(engine: Engine): Engine {
  if (engine.folder) process.env.BLUEPRINT_ENGINE_FOLDER ||= engine.folder;
  process.env.BLUEPRINT_ENGINE_SOCKET ||= engine.socket;
  process.env.BLUEPRINT_BUILD_ARGUMENTS ||= JSON.stringify(proxyArguments(engine.address));
  return engine;
}
