import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 50;
const pauseMilliseconds = 200;

/** Where names and port are from, for errors, and how often to try. */
export interface ListenSettings {
  readonly names: string;
  readonly port: string;
  /** @default 50 */
  readonly tries?: number;
}

/** A listening HTTP server for each name. */
export async function listen(
  names: readonly string[],
  port: number,
  handler: RequestListener,
  settings: ListenSettings = { names: "LISTEN", port: "PORT" },
): Promise<Server[]> {
  return Promise.all(names.map((name) => listenOn(name, port, handler, settings)));
}

/**
 * A name may stand for several servers of a tier, of which only one is this
 * one: the address that can be bound is it. Its own may not be in DNS yet when
 * a container starts, so try for ten seconds.
 */
async function listenOn(
  name: string,
  port: number,
  handler: RequestListener,
  settings: ListenSettings,
): Promise<Server> {
  let obstacle = "";
  for (let attempt = 1; attempt <= (settings.tries ?? TRIES); attempt++) {
    try {
      for (const { address } of await lookup(name, { all: true })) {
        const server = await tryAddress(address, port, handler);
        if (server instanceof Error) obstacle = server.message;
        else return server;
      }
    } catch (error) {
      obstacle = (error as Error).message;
    }
    await sleep(pauseMilliseconds);
  }
  throw new Error(
    `cannot listen on ${name} port ${port}: ${obstacle}: name an address of this machine in ${settings.names} and a free port in ${settings.port}`,
  );
}

function tryAddress(
  address: string,
  port: number,
  handler: RequestListener,
): Promise<Server | Error> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, handler);
  // longer than a proxy in front keeps its idle connections, so that it closes them, not we
  server.keepAliveTimeout = 75_000;

  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => {
      server.off("error", resolve);
      resolve(server);
    });
  });
}
