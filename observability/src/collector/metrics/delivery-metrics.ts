import { Counter, Gauge, type Registry } from "prom-client";
import type { Outbox } from "../outbox.ts";

/** Registers metrics of the delivery of lines to the log store. */
export function registerDeliveryMetrics(registry: Registry, outbox: Outbox): void {
  const registers = [registry];
  new Counter({
    name: "log_delivered_total",
    help: "lines that the log store has acknowledged",
    registers,
    collect() {
      this.reset();
      this.inc(outbox.delivered);
    },
  });
  new Gauge({
    name: "log_waiting_lines",
    help: "lines that the log store has not acknowledged yet",
    registers,
    collect() {
      this.set(outbox.length);
    },
  });
  new Gauge({
    name: "log_store_connected",
    help: "whether the log store accepts lines",
    registers,
    collect() {
      this.set(outbox.isConnected ? 1 : 0);
    },
  });
}
