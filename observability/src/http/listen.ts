import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** A name may not resolve yet when a container starts: retried for ten seconds. */
const TRIES = 50;
const PAUSE_MILLISECONDS = 200;

/** Starts a server for each host name, on that name's address which belongs to this machine. */
export function listen(
  names: readonly string[],
  port: number,
  handler: RequestListener,
): Promise<Server[]> {
  return Promise.all(names.map((name) => listenOn(name, port, handler)));
}

async function listenOn(name: string, port: number, handler: RequestListener): Promise<Server> {
  let problem = "";
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      for (const { address } of await lookup(name, { all: true })) {
        const server = await tryAddress(address, port, handler);
        if (server instanceof Error) problem = server.message;
        else return server;
      }
    } catch (error) {
      problem = (error as Error).message;
    }
    await sleep(PAUSE_MILLISECONDS);
  }
  throw new Error(
    `cannot listen on ${name} port ${port}: ${problem}: name an address of this machine in LISTEN and use a free port`,
  );
}

function tryAddress(address: string, port: number, handler: RequestListener) {
  const server = createServer({ requestTimeout: 30_000 }, handler);
  // Longer than Prometheus keeps its idle connections open.
  server.keepAliveTimeout = 75_000;
  return new Promise<Server | Error>((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => resolve(server));
  });
}
