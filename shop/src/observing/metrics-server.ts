import type { RequestListener } from "node:http";
import type { Registry } from "prom-client";
import { type ListenSettings, listen } from "../../../programs/listen.ts";
import type { Log } from "../../../programs/log.ts";
import { RetryReporter } from "../app/retry-reporter.ts";

export interface MetricsServerOptions {
  readonly listen: readonly string[];
  readonly port: number;
  /**
   * Attempts before the log has the reason why it cannot listen.
   * @default 50, which takes ten seconds
   */
  readonly tries?: number;
}

/**
 * Serves `GET /metrics` on each name, for Prometheus to scrape; returns at once. If it cannot
 * listen, it logs the reason once and retries until the process ends. It is never closed, so that
 * it can be scraped until the process ends.
 */
export function serveMetrics(
  { listen: names, port, tries }: MetricsServerOptions,
  registry: Registry,
  log: Log,
): void {
  const settings = { names: "METRICS_LISTEN", port: "METRICS_PORT", tries };
  for (const name of names)
    void listenWithRetries(name, port, metricsHandler(registry), log, settings);
}

async function listenWithRetries(
  name: string,
  port: number,
  handler: RequestListener,
  log: Log,
  settings: ListenSettings,
): Promise<void> {
  const retries = new RetryReporter((reason) =>
    log.write({ message: "metrics are not served yet", reason }),
  );
  for (;;) {
    try {
      await listen([name], port, handler, settings);
      return log.write({ message: `metrics are served on ${name} port ${port}` });
    } catch (error) {
      retries.failed((error as Error).message);
    }
  }
}

/** The request handler of a dedicated server for metrics. */
export function metricsHandler(registry: Registry): RequestListener {
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
