import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 50;
const RETRY_DELAY_MS = 200;

/** Settings of `listen`. */
export interface ListenSettings {
  /** The environment variable with the names, for error messages. @default LISTEN */
  readonly names?: string;
  /** The environment variable with the port, for error messages. @default PORT */
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
 * Listens on a name, with retries for ten seconds: the name may not be in DNS yet when the container starts.
 * It may resolve to the addresses of all servers of a tier, of which only this server's can be bound.
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
  // longer than the keep-alive timeout of proxies and Prometheus, so that they close idle connections first
  server.keepAliveTimeout = 75_000;

  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => {
      server.off("error", resolve);
      resolve(server);
    });
  });
}
