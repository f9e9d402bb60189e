import { docker } from "../../lib/docker.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import type { RunningServer } from "./servers.ts";

/**
 * Lets all servers use the whole machine while work is done: a server that is throttled costs more
 * per request, and is slow to warm up.
 */
export async function withoutLimits<T>(
  servers: readonly RunningServer[],
  { cores }: Engine,
  work: () => Promise<T>,
): Promise<T> {
  await setCpus(servers, () => cores);
  try {
    return await work();
  } finally {
    await setCpus(servers, ({ cpus }) => cpus);
  }
}

async function setCpus(
  servers: readonly RunningServer[],
  cpusOf: (server: RunningServer) => number,
): Promise<void> {
  for (const cpus of new Set(servers.map(cpusOf))) {
    const containers = servers.filter((each) => cpusOf(each) === cpus);
    await docker(
      "change CPU limits",
      ["update", "--cpus", `${cpus}`, ...containers.map(({ container }) => container)],
      { uninterrupted: true },
    );
  }
}
