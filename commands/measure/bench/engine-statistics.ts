import { type RequestOptions, request } from "node:http";
import { UserError } from "../../lib/user-error.ts";

/** The engine's statistics of a container, as `docker stats` reads them: the fields that are used here. */
export interface Statistics {
  readonly read: string;
  readonly cpu_stats: {
    /** CPU time in nanoseconds. */
    readonly cpu_usage: { readonly total_usage: number };
    /** Periods in which CPU time was limited, and those in which the limit was reached. */
    readonly throttling_data?: { readonly periods: number; readonly throttled_periods: number };
  };
  readonly memory_stats: {
    readonly usage: number;
    readonly stats: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
}

/** Returns the used memory without reclaimable page cache, in MiB: the sum that `docker stats` shows. */
export function memoryMiB(all: readonly Statistics[]): number {
  const bytes = all.map(({ memory_stats: { usage, stats } }) => {
    // cgroup version 1 has the first one, version 2 the second.
    const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
    return cache < usage ? usage - cache : usage;
  });
  return bytes.reduce((sum, each) => sum + each, 0) / 2 ** 20;
}

/** Returns the busy cores between two readings of the same containers. */
export function busyCores(before: readonly Statistics[], after: readonly Statistics[]): number {
  const cores = before.map((start, i) => {
    const end = after[i];
    if (!end) throw new Error("the second reading has fewer containers");
    const nanoseconds = (Date.parse(end.read) - Date.parse(start.read)) * 1e6;
    const used = end.cpu_stats.cpu_usage.total_usage - start.cpu_stats.cpu_usage.total_usage;
    return used / nanoseconds;
  });
  return cores.reduce((sum, each) => sum + each, 0);
}

/** Reads the current statistics of the engine at an address such as `unix:///var/run/docker.sock`. */
export async function readStatistics(
  address: string,
  containers: readonly string[],
): Promise<Statistics[]> {
  return await Promise.all(
    containers.map(async (id) => {
      const path = `/v1.41/containers/${id}/stats?stream=false&one-shot=true`;
      return JSON.parse(await get(address, path)) as Statistics;
    }),
  );
}

function get(address: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new UserError(`the Docker engine at ${address} returned no statistics (${why}): try again`),
      );
    request({ ...connection(address), path, timeout: 20_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(body) : fail(`${response.statusCode} ${body.trim()}`),
      );
    })
      .on("timeout", () => fail("no answer in 20 s"))
      .on("error", ({ message }) => fail(message))
      .end();
  });
}

function connection(address: string): RequestOptions {
  const { protocol, hostname, port, pathname } = new URL(address);
  if (protocol === "unix:") return { socketPath: pathname };
  if (protocol === "tcp:" || protocol === "http:") return { hostname, port: port || 2375 };
  throw new UserError(
    `statistics cannot be read from an engine at ${address}: use one that listens on a socket of this machine or without TLS`,
  );
}
