import { docker } from "../../lib/docker.ts";
import type { RunningServer } from "./servers.ts";

/** Changes the servers' CPU limits, in cores, while work is done. */
export async function withCpus<T>(
  servers: readonly RunningServer[],
  cpusOf: (server: RunningServer) => number,
  work: () => Promise<T>,
): Promise<T> {
  await setCpus(servers, cpusOf);
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
