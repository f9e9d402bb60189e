import type { RequestListener } from "node:http";
import type { Registry } from "prom-client";
import { type ListenSettings, listen } from "../../../programs/listen.ts";
import type { Log } from "../../../programs/log.ts";
import { Obstacle } from "../app/obstacle.ts";

export interface MetricsServerOptions {
  readonly listen: readonly string[];
  readonly port: number;
  /**
   * How often to try before the log says what is in the way.
   * @default 50, which takes ten seconds
   */
  readonly tries?: number;
}

/**
 * Answers `GET /metrics` on each of the names; returns at once. Where it can't listen the log says
 * so once, and it is tried again for as long as the process lives. It is never closed: it ends with
 * the process, after all else.
 */
export function serveMetrics(
  { listen: names, port, tries }: MetricsServerOptions,
  registry: Registry,
  log: Log,
): void {
  const settings = { names: "METRICS_LISTEN", port: "METRICS_PORT", tries };
  for (const name of names) void keepTrying(name, port, answer(registry), log, settings);
}

async function keepTrying(
  name: string,
  port: number,
  handler: RequestListener,
  log: Log,
  settings: ListenSettings,
): Promise<void> {
  const obstacle = new Obstacle((reason) =>
    log.write({ message: "metrics are not served yet", reason }),
  );
  for (;;) {
    try {
      await listen([name], port, handler, settings);
      return log.write({ message: `metrics are served on ${name} port ${port}` });
    } catch (error) {
      obstacle.met((error as Error).message);
    }
  }
}

/** The whole answer, for a server of its own. */
export function answer(registry: Registry): RequestListener {
  return async (request, response) => {
    const [path] = (request.url ?? "").split("?", 1);
    if (request.method !== "GET" || path !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await registry.metrics();
      response.writeHead(200, { "content-type": registry.contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  };
}
