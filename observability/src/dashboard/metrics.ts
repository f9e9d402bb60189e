import { Counter, Gauge, Registry } from "prom-client";
import type { DeliveredAlert } from "../model/state.ts";
import type { AlertReceiver } from "./alerts/receiver.ts";
import type { Viewers } from "./viewers.ts";

/** Names beyond that are counted as one: whoever sends them can't fill the memory. */
const MOST_NAMES = 100;

/** What the dashboard tells of itself. */
export class Metrics {
  readonly registry = new Registry();
  private readonly names = new Set<string>();
  private readonly received: Counter<"alertname" | "status">;

  constructor(serverName: string, receiver: AlertReceiver, viewers: Viewers) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ server: serverName });
    this.received = new Counter({
      name: "alerts_received_total",
      help: "alerts that Alertmanager delivered",
      labelNames: ["alertname", "status"],
      registers,
    });
    new Gauge({
      name: "alerts_watchdog_age_seconds",
      help: "how long ago the always firing alert arrived, or the dashboard started",
      registers,
      collect() {
        this.set(receiver.secondsWithoutWatchdog);
      },
    });
    new Gauge({
      name: "viewers",
      help: "who looked at the page in the last ten seconds",
      registers,
      collect() {
        this.set(viewers.count);
      },
    });
  }

  /** Counts deliveries. */
  count(alerts: readonly DeliveredAlert[]): void {
    for (const { labels, status } of alerts) {
      const name = labels.alertname ?? "";
      if (this.names.size < MOST_NAMES) this.names.add(name);
      this.received.inc({ alertname: this.names.has(name) ? name : "other", status });
    }
  }
}
