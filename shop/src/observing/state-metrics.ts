import { Counter, Gauge } from "prom-client";
import type { Counters } from "../app/cache/counters.ts";
import type { Gates } from "../app/database/gates.ts";
import { metrics } from "./metrics.ts";

const states = ["busy", "idle", "waiting"] as const;

/** Tells of the ways to the database whenever the metrics are asked for. */
export function measureGates({ primary, replicas }: Gates): void {
  const registry = metrics()?.registry;
  if (registry === undefined) return;
  const gates = Object.entries({ primary, replicas });

  new Gauge({
    name: "database_gate_open",
    help: "Whether a server of the database is in use: 1, or 0 while one is looked for.",
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
    help: "Connections in use, idle ones, and work that waits for one.",
    labelNames: ["gate", "state"],
    registers: [registry],
    collect() {
      for (const [gate, each] of gates) {
        if (each) for (const state of states) this.set({ gate, state }, each.connections[state]);
      }
    },
  });
}

/** Tells what the cache was good for whenever the metrics are asked for. */
export function measureCache({ counters }: { readonly counters: Counters }): void {
  const registry = metrics()?.registry;
  if (registry === undefined) return;

  new Counter({
    name: "cache_lookups_total",
    help: "Reads that the cache was asked for, by whether it had them.",
    labelNames: ["result"],
    registers: [registry],
    collect() {
      this.reset();
      for (const result of ["hit", "miss"] as const) this.inc({ result }, counters[result]);
    },
  });
}
