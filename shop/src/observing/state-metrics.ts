import { Counter, Gauge } from "prom-client";
import type { Counters } from "../app/cache/counters.ts";
import type { Gates } from "../app/database/gates.ts";
import { metrics } from "./metrics.ts";

const STATES = ["busy", "idle", "waiting"] as const;

/** Registers the metrics of the gates; their values are read on each scrape. */
export function registerGateMetrics({ primary, replicas }: Gates): void {
  const registry = metrics()?.registry;
  if (registry === undefined) return;
  const gates = Object.entries({ primary, replicas });

  new Gauge({
    name: "database_gate_open",
    help: "1 while a database server is in use, 0 while the prober looks for one.",
    labelNames: ["gate"],
    registers: [registry],
    collect() {
      for (const [gate, each] of gates) {
        if (each) this.set({ gate }, each.isOpen ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: "database_connections",
    help: "Connections that are busy or idle, and work that waits for a connection.",
    labelNames: ["gate", "state"],
    registers: [registry],
    collect() {
      for (const [gate, each] of gates) {
        if (each) for (const state of STATES) this.set({ gate, state }, each.connections[state]);
      }
    },
  });
}

/** Registers the metrics of the cache; their values are read on each scrape. */
export function registerCacheMetrics({ counters }: { readonly counters: Counters }): void {
  const registry = metrics()?.registry;
  if (registry === undefined) return;

  new Counter({
    name: "cache_lookups_total",
    help: "Cache lookups, by result.",
    labelNames: ["result"],
    registers: [registry],
    collect() {
      this.reset();
      for (const result of ["hit", "miss"] as const) this.inc({ result }, counters[result]);
    },
  });
}
