import { createServer } from "node:net";
import { readEnvironment } from "../../environment.ts";

/** Finds a free port whose environment's other ports (admin proxies, live page) are free, too. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenBriefly(0);
    if (port === undefined) continue;
    const { operatorsPort, dashboardPort, livePort } = readEnvironment({
      BLUEPRINT_PORT: `${port}`,
    });
    const pages = [operatorsPort, dashboardPort, livePort];
    const free = await Promise.all(pages.map(listenBriefly));
    if (free.every(Boolean)) return port;
  }
}

/** Listens for a moment; returns the port (any free one for 0), or undefined if it is taken. */
async function listenBriefly(wanted: number): Promise<number | undefined> {
  const server = createServer();
  const listens = await new Promise<boolean>((done) => {
    server.once("error", () => done(false));
    server.listen(wanted, () => done(true));
  });
  if (!listens) return undefined;
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
