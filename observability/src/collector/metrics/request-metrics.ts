import { Counter, Histogram, type Registry } from "prom-client";
import { DURATION_BUCKETS } from "../../../../architecture/objective.ts";
import type { Access, Line } from "../lines/line.ts";

/** Metrics of requests, from access logs, and of the number of log lines. */
export class RequestMetrics {
  private readonly lines: Counter<"server" | "severity">;
  private readonly requests: Counter<"server" | "role" | "code">;
  private readonly durations: Histogram<"server" | "role">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.lines = new Counter({
      name: "log_lines_total",
      help: "lines that servers have written",
      labelNames: ["server", "severity"],
      registers,
    });
    this.requests = new Counter({
      name: "server_requests_total",
      help: "requests in access logs",
      labelNames: ["server", "role", "code"],
      registers,
    });
    this.durations = new Histogram({
      name: "server_request_duration_seconds",
      help: "durations of the requests in access logs",
      labelNames: ["server", "role"],
      buckets: DURATION_BUCKETS,
      registers,
    });
  }

  /** Counts a line and, if it is from an access log, its request. */
  count({ server, role, severity }: Line, access?: Access): void {
    this.lines.inc({ server, severity });
    if (access === undefined) return;
    this.requests.inc({ server, role, code: `${Math.floor(access.status / 100)}xx` });
    this.durations.observe({ server, role }, access.milliseconds / 1000);
  }
}
