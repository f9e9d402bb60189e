import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../environment.ts";
import type { EngineAddress } from "./engine/address.ts";
import { interruption } from "./interrupt.ts";
import { step } from "./progress.ts";
import { isHealthy, listContainers, type ServerContainer } from "./server-containers.ts";
import { UserError } from "./user-error.ts";

const limitMs = 60_000;

/** A shorter wait is not announced. */
const quietMs = 2_000;

/** The time-out of one request: the public address holds it while its servers start. */
const requestMs = 5_000;

/** The application's URL: the Docker host publishes the port. */
export function urlOf({ port }: Environment, { host }: Pick<EngineAddress, "host">): string {
  return `http://${host}:${port}`;
}

/** Waits until the application is ready; throws with the unhealthy servers if it does not become ready. */
export async function waitUntilReady(
  environment: Environment,
  engine: EngineAddress,
  path: string,
  again: string,
): Promise<void> {
  const url = `${urlOf(environment, engine)}${path}`;
  if ((await pollUntilReady(url, quietMs)) === ready) return;
  await step(`waiting until the application answers at ${url}`, async (report) => {
    const answer = await pollUntilReady(url, limitMs - quietMs, report);
    if (answer === ready) return;
    throw new UserError(describeUnready(url, answer, await listContainers(environment), again));
  });
}

export function describeUnready(
  url: string,
  answer: string,
  servers: readonly Pick<ServerContainer, "name" | "container" | "status">[],
  again: string,
): string {
  const unhealthy = servers.filter((server) => !isHealthy(server));
  const suspects = unhealthy.length > 0 ? unhealthy : servers;
  return [
    `the application does not answer at ${url} after ${limitMs / 1000} s (${answer}), ${unhealthy.length > 0 ? "these servers are not healthy" : "although all of its servers are healthy"}; their logs:`,
    ...suspects.map(
      ({ name, container, status }) => `  ${name}, ${status}: docker logs ${container}`,
    ),
    `fix the cause, then run "${again}" again`,
  ].join("\n");
}

/** The answer of an application that is ready. */
export const ready = "HTTP 200";

/** Polls a URL until it answers with 200 or the time is up; returns the last answer. */
export async function pollUntilReady(
  url: string,
  milliseconds: number,
  report?: (detail: string) => void,
): Promise<string> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await request(url, Math.min(requestMs, milliseconds));
    interruption.signal.throwIfAborted();
    if (answer === ready || Date.now() > end) return answer;
    report?.(answer);
    await sleep(200, undefined, { signal: interruption.signal });
  }
}

function request(url: string, timeout: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout, agent: false, signal: interruption.signal };
    const sent = get(url, options, (response) => {
      response.resume();
      resolve(`HTTP ${response.statusCode}`);
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer in ${timeout / 1000} s`)));
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
