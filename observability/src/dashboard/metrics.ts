import { Counter, Gauge, Registry } from "prom-client";
import type { DeliveredAlert } from "../model/state.ts";
import type { AlertReceiver } from "./alerts/receiver.ts";
import type { Viewers } from "./viewers.ts";

/** Bounds the label's cardinality: further alert names are counted as `other`. */
const MAX_NAMES = 100;

/** The metrics that the dashboard exposes. */
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
      help: "time since the Watchdog alert was delivered, or since the dashboard started",
      registers,
      collect() {
        this.set(receiver.secondsWithoutWatchdog);
      },
    });
    new Gauge({
      name: "viewers",
      help: "viewers of the page in the last ten seconds",
      registers,
      collect() {
        this.set(viewers.count);
      },
    });
  }

  /** Counts delivered alerts. */
  count(alerts: readonly DeliveredAlert[]): void {
    for (const { labels, status } of alerts) {
      const name = labels.alertname ?? "";
      if (this.names.size < MAX_NAMES) this.names.add(name);
      this.received.inc({ alertname: this.names.has(name) ? name : "other", status });
    }
  }
}
