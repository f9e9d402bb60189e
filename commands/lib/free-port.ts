import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { readEnvironment } from "../../environment.ts";

/** Below the ports that Linux and macOS give to outgoing connections, one of which would take ours. */
const LOWEST = 10_000;
const HIGHEST = 30_000;

/** Finds a free port whose environment's other ports (admin proxies, live page) are free, too. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    const { operatorsPort, dashboardPort, livePort } = readEnvironment({
      BLUEPRINT_PORT: `${port}`,
    });
    const free = await Promise.all([port, operatorsPort, dashboardPort, livePort].map(isFree));
    if (free.every(Boolean)) return port;
  }
}

/** Listens there for a moment. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((done) => {
    server.once("error", () => done(false));
    server.listen(port, () => done(true));
  });
  if (listens) await new Promise((closed) => server.close(closed));
  return listens;
}
