import { lookup } from "node:dns/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** A name may not be in the DNS yet when a container starts. */
const TRIES = 50;
const PAUSE_MILLISECONDS = 200;

/** A listening server for each name; of a name's addresses, on the one that is this machine's. */
export function listen(
  names: readonly string[],
  port: number,
  handler: RequestListener,
): Promise<Server[]> {
  return Promise.all(names.map((name) => listenOn(name, port, handler)));
}

async function listenOn(name: string, port: number, handler: RequestListener): Promise<Server> {
  let obstacle = "";
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      for (const { address } of await lookup(name, { all: true })) {
        const server = await tryAddress(address, port, handler);
        if (server instanceof Error) obstacle = server.message;
        else return server;
      }
    } catch (error) {
      obstacle = (error as Error).message;
    }
    await sleep(PAUSE_MILLISECONDS);
  }
  throw new Error(
    `cannot listen on ${name} port ${port}: ${obstacle}: name an address of this machine in LISTEN and a free port in PORT`,
  );
}

function tryAddress(address: string, port: number, handler: RequestListener) {
  const server = createServer({ requestTimeout: 30_000 }, handler);
  // Longer than a proxy in front keeps its idle connections.
  server.keepAliveTimeout = 75_000;
  return new Promise<Server | Error>((resolve) => {
    server.once("error", resolve);
    server.listen(port, address, () => resolve(server));
  });
}
