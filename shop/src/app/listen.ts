import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 50;
const RETRY_DELAY_MS = 200;

/** Names of the environment variables of names and port, for errors, and the number of attempts. */
export interface ListenSettings {
  readonly names: string;
  readonly port: string;
  /** @default 50 */
  readonly tries?: number;
}

/** Starts an HTTP server on each name. */
export async function listen(
  names: readonly string[],
  port: number,
  handler: RequestListener,
  settings: ListenSettings = { names: "LISTEN", port: "PORT" },
): Promise<Server[]> {
  return Promise.all(names.map((name) => listenOn(name, port, handler, settings)));
}

/**
 * A name may resolve to the addresses of all servers of a tier: the one that can be bound is this
 * server's. It may not be in DNS yet when the container starts, so this retries for ten seconds.
 */
async function listenOn(
  name: string,
  port: number,
  handler: RequestListener,
  settings: ListenSettings,
): Promise<Server> {
  let reason = "";
  for (let attempt = 1; attempt <= (settings.tries ?? TRIES); attempt++) {
    try {
      for (const { address } of await lookup(name, { all: true })) {
        const server = await tryAddress(address, port, handler);
        if (server instanceof Error) reason = server.message;
        else return server;
      }
    } catch (error) {
      reason = (error as Error).message;
    }
    await sleep(RETRY_DELAY_MS);
  }
  throw new Error(
    `cannot listen on ${name} port ${port}: ${reason}: name an address of this machine in ${settings.names} and a free port in ${settings.port}`,
  );
}

function tryAddress(
  address: string,
  port: number,
  handler: RequestListener,
): Promise<Server | Error> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, handler);
  // longer than the keep-alive of the proxy in front, which then closes idle connections first
  server.keepAliveTimeout = 75_000;

  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => {
      server.off("error", resolve);
      resolve(server);
    });
  });
}
