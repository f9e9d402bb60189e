import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Peer } from "./peer.ts";

/** Upper bounds of the histograms' buckets, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Sampling interval of the event loop's delay: the default of 10 ms costs a timer as often. */
const EVENT_LOOP_INTERVAL_MS = 100;

/** The metrics of a program. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<"method" | "route" | "code">;
  readonly outgoing: Histogram<"to" | "outcome">;
  readonly messages: Counter<"outcome">;
  readonly charges: Counter<"outcome">;

  /** @param server the label `server` of each metric: the server's name */
  constructor(server: string) {
    const { registry } = this;
    const registers = [registry];
    registry.setDefaultLabels({ server });
    collectDefaultMetrics({
      register: registry,
      eventLoopMonitoringPrecision: EVENT_LOOP_INTERVAL_MS,
    });
    this.requests = new Histogram({
      name: "http_request_duration_seconds",
      help: "Duration of requests, without health checks; code 499: the client closed the connection.",
      labelNames: ["method", "route", "code"],
      buckets: BUCKETS,
      registers,
    });
    this.outgoing = new Histogram({
      name: "outgoing_request_duration_seconds",
      help: "Duration of requests to other servers.",
      labelNames: ["to", "outcome"],
      buckets: BUCKETS,
      registers,
    });
    this.messages = new Counter({
      name: "messages_total",
      help: "Messages consumed from the queue, by outcome.",
      labelNames: ["outcome"],
      registers,
    });
    this.charges = new Counter({
      name: "charges_total",
      help: "Charges requested from the payment provider, by outcome.",
      labelNames: ["outcome"],
      registers,
    });
  }

  recordOutgoing(to: Peer, outcome: "ok" | "error", milliseconds: number): void {
    this.outgoing.observe({ to, outcome }, milliseconds / 1000);
  }
}

let active: Metrics | undefined;

/** The process's metrics; undefined if they are not configured. */
export function metrics(): Metrics | undefined {
  return active;
}

/** Records metrics from now on. */
export function startMetrics(server: string): Metrics {
  active = new Metrics(server);
  return active;
}

export function stopMetrics(): void {
  active = undefined;
}
