import type { ServerResponse } from "node:http";
import type { Registry } from "prom-client";

/** Histogram buckets in seconds, the same for all durations of the stage. */
export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Responds to a scrape with the registry's metrics. */
export async function sendMetrics(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { "content-type": registry.contentType }).end(text);
}
