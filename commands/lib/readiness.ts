import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../environment.ts";
import { docker, parseRows } from "./docker.ts";
import { interruption } from "./interrupt.ts";
import { labelOf } from "./labelled.ts";
import { step } from "./progress.ts";
import { UserError } from "./user-error.ts";

const limitMs = 60_000;

/** Waiting for less than this is not worth a line. */
const quietMs = 2_000;

/** One request may take this long: the public address lets requests wait for its servers. */
const requestMs = 5_000;

/** A server, its container and what Docker says of it, such as `Up 2 minutes (healthy)`. */
interface ServerStatus {
  readonly server: string;
  readonly container: string;
  readonly status: string;
}

/** The shop's URL: the engine's machine publishes the port. */
export function urlOf({ port }: Environment, engine = process.env.DOCKER_HOST): string {
  return `http://${new URL(engine ?? "unix:///").hostname || "localhost"}:${port}`;
}

/** Waits until the shop answers its customers; throws with what keeps it from that. */
export async function waitUntilReady(environment: Environment, again: string): Promise<void> {
  const url = `${urlOf(environment)}/readyz`;
  if ((await askUntilReady(url, quietMs)) === ready) return;
  await step(`waiting until the shop answers at ${url}`, async (tell) => {
    const answer = await askUntilReady(url, limitMs - quietMs, tell);
    if (answer === ready) return;
    throw new UserError(describeUnready(url, answer, await listServers(environment.name), again));
  });
}

export function isHealthy({ status }: ServerStatus): boolean {
  return /^Up [^(]*(\(healthy\))?$/.test(status);
}

export function describeUnready(
  url: string,
  answer: string,
  servers: readonly ServerStatus[],
  again: string,
): string {
  const ill = servers.filter((server) => !isHealthy(server));
  const suspects = ill.length > 0 ? ill : servers;
  return [
    `the shop does not answer at ${url} after ${limitMs / 1000} s (${answer}), ${ill.length > 0 ? "these servers are not healthy" : "though all of its servers are healthy"}; what they say:`,
    ...suspects.map(
      ({ server, container, status }) => `  ${server}, ${status}: docker logs ${container}`,
    ),
    `once the reason is dealt with, run "${again}" again`,
  ].join("\n");
}

/** The answer of what is ready. */
export const ready = "HTTP 200";

/** Asks again and again, and returns the last answer. */
export async function askUntilReady(
  url: string,
  milliseconds: number,
  tell?: (detail: string) => void,
): Promise<string> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask(url, Math.min(requestMs, milliseconds));
    interruption.signal.throwIfAborted();
    if (answer === ready || Date.now() > end) return answer;
    tell?.(answer);
    await sleep(200, undefined, { signal: interruption.signal });
  }
}

function ask(url: string, timeout: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout, agent: false, signal: interruption.signal };
    const asked = get(url, options, (response) => {
      response.resume();
      resolve(`HTTP ${response.statusCode}`);
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer in ${timeout / 1000} s`)));
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

async function listServers(environment: string): Promise<ServerStatus[]> {
  const format = '{{.Label "blueprint.server"}}\t{{.Names}}\t{{.Status}}';
  const filter = ["--filter", `label=${labelOf(environment)}`];
  const rows = await docker("list servers", ["ps", "--all", ...filter, "--format", format]);
  return parseRows(rows)
    .map(([server = "", container = "", status = ""]) => ({ server, container, status }))
    .sort((a, b) => a.server.localeCompare(b.server));
}
