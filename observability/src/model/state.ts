import type { Unit } from "../../../architecture/charts.ts";
import type { ObservedArchitecture } from "./architecture.ts";

/** The current metrics of a server; unknown ones are left out. */
export interface ServerMetrics {
  readonly isUp?: boolean;
  /** CPU usage, in cores. */
  readonly cpu?: number;
  /** CPU limit, in cores. */
  readonly cpuLimit?: number;
  readonly memoryBytes?: number;
  readonly memoryLimitBytes?: number;
  readonly requestsPerSecond?: number;
  /** The share of failed requests, from 0 to 1. */
  readonly errorShare?: number;
  /** The 95th percentile of the request duration. */
  readonly p95Seconds?: number;
  /** Metrics that are specific to its role, by name: `primary`, `waiting`. */
  readonly own: Readonly<Record<string, number>>;
}

/** The current metrics of the requests from one tier to another; unknown ones are left out. */
export interface ArrowMetrics {
  readonly requestsPerSecond?: number;
  readonly errorShare?: number;
  readonly p95Seconds?: number;
}

/** A firing alert. */
export interface FiringAlert {
  readonly name: string;
  readonly severity: string;
  /** The affected server. @default - none in particular */
  readonly server?: string;
  /** A sentence about the fault. */
  readonly summary: string;
  /** The path of its runbook's page. @default - none */
  readonly runbook?: string;
  /** Its start, in ISO 8601. */
  readonly since: string;
}

/** The body of `/api/state`: everything that the page polls. */
export interface State {
  /** The running architecture. @default - the stage's architecture, which does not change */
  readonly architecture?: ObservedArchitecture;
  /** The age of the metrics; null before the first ones. */
  readonly ageSeconds: number | null;
  /** The reasons why metrics or logs are unavailable, as sentences. */
  readonly problems: readonly string[];
  /** Requests with a higher p95 are slow: the latency of the service-level objective. */
  readonly slowSeconds: number;
  readonly servers: Readonly<Record<string, ServerMetrics>>;
  /** By the arrow's id. */
  readonly arrows: Readonly<Record<string, ArrowMetrics>>;
  readonly alerts: readonly FiringAlert[];
  /** Seconds since the Watchdog alert was delivered; null if it never was. */
  readonly watchdogAgeSeconds: number | null;
}

/** A chart of a server: lines over shared points in time. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** The charts of a server. */
export interface Series {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly charts: readonly Chart[];
}

/** An alert that Alertmanager delivered to the receiver. */
export interface DeliveredAlert {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly fingerprint: string;
}
