import type { ServerResponse } from "node:http";
import type { Registry } from "prom-client";

/** Responds to a scrape with the registry's metrics. */
export async function sendMetrics(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { "content-type": registry.contentType }).end(text);
}
