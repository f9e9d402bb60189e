import { setTimeout as sleep } from "node:timers/promises";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { Log } from "../../../programs/log.ts";
import { exportersOf } from "./exporters.ts";
import { startMetrics } from "./metrics.ts";
import { serveMetrics } from "./metrics-server.ts";
import type { ObservingSettings } from "./settings.ts";
import { flushTraces, startTracing } from "./tracing.ts";

const FLUSH_TIMEOUT_MS = 1000;

export interface ObservingOptions extends ObservingSettings {
  /** The program's `service.name` in traces: its tier's role. */
  readonly role: string;
  readonly serverName: string;
  readonly log: Log;
}

/**
 * Starts the metrics and traces that are configured; returns at once. Cannot fail, and does not
 * delay the program.
 * @returns flushes the last spans, within a second: call it before the program exits
 */
export function startObserving(options: ObservingOptions): () => Promise<void> {
  const { metrics, traces, role, serverName, log } = options;
  if (metrics !== undefined) serveMetrics(metrics, startMetrics(serverName).registry, log);
  if (traces !== undefined) {
    startTracing({
      exporters: exportersOf(traces, log),
      resource: resourceFromAttributes({
        "service.name": role,
        "service.instance.id": serverName,
      }),
      share: traces.share,
      decidesSampling: role === "app",
    });
  }
  return async () => {
    await Promise.race([flushTraces(), sleep(FLUSH_TIMEOUT_MS)]);
  };
}
