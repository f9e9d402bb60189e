import { createServer } from "node:net";
import type { Environment } from "../../environment.ts";
import { variablesOf } from "./command-line.ts";
import { type EngineAddress, isNear } from "./engine/address.ts";
import { run, which } from "./process.ts";
import { publisherOf } from "./publisher.ts";
import { UserError } from "./user-error.ts";

/**
 * Throws if the environment's port is taken by something other than its public address.
 * @param engine undefined if none answers: then no container publishes the port
 * @returns whether the public address already uses it
 */
export function checkPort(
  environment: Environment,
  command: string,
  engine: EngineAddress | undefined,
): Promise<boolean> {
  const { name, port } = environment;
  return checkHolder(environment, port, { owner: name, isPage: false }, command, engine);
}

/**
 * Throws if the port of an admin proxy is taken by something else.
 * @param owner the environment in the admin proxy's label
 */
export function checkPagePort(
  environment: Environment,
  port: number,
  command: string,
  engine: EngineAddress,
  owner = environment.name,
): Promise<boolean> {
  return checkHolder(environment, port, { owner, isPage: true }, command, engine);
}

async function checkHolder(
  environment: Environment,
  port: number,
  holder: { readonly owner: string; readonly isPage: boolean },
  command: string,
  engine: EngineAddress | undefined,
): Promise<boolean> {
  const publisher = engine && (await publisherOf(port));
  const fail = (by: string | undefined) =>
    new UserError(portTakenMessage(environment, port, by, command));
  if (publisher) {
    const { container, environment: owner, role } = publisher;
    const isPage = role !== "public-address";
    if (owner === holder.owner && isPage === holder.isPage) return true;
    throw fail(`the container ${container}`);
  }
  if ((engine && !isNear(engine)) || (await isFree(port))) return false;
  throw fail(await findListener(port));
}

export function portTakenMessage(
  environment: Environment,
  port: number,
  holder: string | undefined,
  command: string,
): string {
  const other = port === 65535 ? port - 1 : port + 1;
  const again = `${variablesOf({ ...environment, port: other })}${command}`;
  return `port ${port} is taken${holder ? ` by ${holder}` : ""}: stop it, or choose another port with ${again}`;
}

/** Parses the process from the output of `ss -ltnp`: `nginx (process 812)`. */
export function parseListener(output: string): string | undefined {
  const [, program, pid] = output.match(/users:\(\("([^"]+)",pid=(\d+)/) ?? [];
  return program && `${program} (process ${pid})`;
}

/** Where there is no IPv6, nothing listens at its addresses. */
const ABSENT = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

/**
 * Whether nothing listens at a port of this machine. What listens at `::1` only, as many development
 * servers do, answers for `localhost` before the application does.
 */
export async function isFree(port: number): Promise<boolean> {
  return (await mayListen(port, "0.0.0.0")) && (await mayListen(port, "::1"));
}

function mayListen(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => resolve(ABSENT.includes(code)));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

async function findListener(port: number): Promise<string | undefined> {
  if (which("ss")) {
    return parseListener((await run("ss", ["-Hltnp", `sport = :${port}`])).stdout);
  }
  return undefined;
}
