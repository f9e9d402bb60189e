import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Peer } from "./peer.ts";

/** Upper ends of the histograms' buckets, in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How exactly the event loop's delay is watched: the default of 10 ms costs a timer as often. */
const loopMilliseconds = 100;

/** What a program counts of its work. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<"method" | "route" | "code">;
  readonly outgoing: Histogram<"to" | "outcome">;
  readonly messages: Counter<"outcome">;
  readonly charges: Counter<"outcome">;

  /** @param server tells servers of one tier apart */
  constructor(server: string) {
    const { registry } = this;
    const registers = [registry];
    registry.setDefaultLabels({ server });
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: loopMilliseconds });
    this.requests = new Histogram({
      name: "http_request_duration_seconds",
      help: "Requests that were answered, health checks left out; 499: the client was gone.",
      labelNames: ["method", "route", "code"],
      buckets,
      registers,
    });
    this.outgoing = new Histogram({
      name: "outgoing_request_duration_seconds",
      help: "What other servers were asked.",
      labelNames: ["to", "outcome"],
      buckets,
      registers,
    });
    this.messages = new Counter({
      name: "messages_total",
      help: "Messages of the queue, by what became of them.",
      labelNames: ["outcome"],
      registers,
    });
    this.charges = new Counter({
      name: "charges_total",
      help: "Charges that the payment provider was asked for, by their result.",
      labelNames: ["outcome"],
      registers,
    });
  }

  asked(to: Peer, outcome: "ok" | "error", milliseconds: number): void {
    this.outgoing.observe({ to, outcome }, milliseconds / 1000);
  }
}

let active: Metrics | undefined;

/** The process's metrics; undefined where nobody asks for them. */
export function metrics(): Metrics | undefined {
  return active;
}

/** Counts from now on. */
export function startMetrics(server: string): Metrics {
  active = new Metrics(server);
  return active;
}

export function stopMetrics(): void {
  active = undefined;
}
