import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 50;
const RETRY_DELAY_MS = 200;

export interface ListenSettings {
  /** The environment variable of the names, for errors. @default LISTEN */
  readonly names?: string;
  /** The environment variable of the port, for errors. @default PORT */
  readonly port?: string;
  /** @default 50 */
  readonly tries?: number;
}

/** Starts an HTTP server on each name or address. */
export async function listen(
  names: readonly string[],
  port: number,
  handler: RequestListener,
  settings: ListenSettings = {},
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
  { names = "LISTEN", port: portName = "PORT", tries = TRIES }: ListenSettings,
): Promise<Server> {
  let reason = "";
  for (let attempt = 1; attempt <= tries; attempt++) {
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
    `cannot listen on ${name} port ${port}: ${reason}: name an address of this machine in ${names} and a free port in ${portName}`,
  );
}

function tryAddress(
  address: string,
  port: number,
  handler: RequestListener,
): Promise<Server | Error> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, handler);
  // longer than the keep-alive of a proxy or Prometheus, which then closes idle connections first
  server.keepAliveTimeout = 75_000;

  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => {
      server.off("error", resolve);
      resolve(server);
    });
  });
}
