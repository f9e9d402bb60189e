import { setTimeout as sleep } from "node:timers/promises";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { Log } from "../../../programs/log.ts";
import { exportersOf } from "./exporters.ts";
import { startMetrics } from "./metrics.ts";
import { serveMetrics } from "./metrics-server.ts";
import type { ObservingSettings } from "./settings.ts";
import { flushTraces, startTracing } from "./tracing.ts";

const lastMilliseconds = 1000;

export interface ObservingOptions extends ObservingSettings {
  /** What traces call the program: its tier's role. */
  readonly role: string;
  readonly serverName: string;
  readonly log: Log;
}

/**
 * Begins to count and to trace, as far as it is wanted; returns at once. Nothing of it can fail or
 * delay the program's work.
 * @returns sends the last spans, within a second, before the program exits
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
      decides: role === "app",
    });
  }
  return async () => {
    await Promise.race([flushTraces(), sleep(lastMilliseconds)]);
  };
}
