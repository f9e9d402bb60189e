import type { ObservedArchitecture } from "./architecture.ts";

/** What is known of a server at a moment; what is not known is left out. */
export interface ServerFigures {
  readonly isUp?: boolean;
  /** CPU time used, in cores. */
  readonly cpu?: number;
  /** What it may use, in cores. */
  readonly cpuLimit?: number;
  readonly memoryBytes?: number;
  readonly memoryLimitBytes?: number;
  readonly requestsPerSecond?: number;
  /** Which share of its requests failed, from 0 to 1. */
  readonly errorShare?: number;
  /** What 95 of 100 requests took at the most, in seconds. */
  readonly p95Seconds?: number;
  /** What its own program tells, by the figure's name: `primary`, `waiting`. */
  readonly own: Readonly<Record<string, number>>;
}

/** What is known of the requests from one tier to another; what is not known is left out. */
export interface ArrowFigures {
  readonly requestsPerSecond?: number;
  readonly errorShare?: number;
  readonly p95Seconds?: number;
}

/** An alert that fires. */
export interface FiringAlert {
  readonly name: string;
  readonly severity: string;
  /** The server that it is about. @default - none in particular */
  readonly server?: string;
  /** A sentence that says what is wrong. */
  readonly summary: string;
  /** The path of the page that says what to do. @default - none */
  readonly runbook?: string;
  /** Since when, in ISO 8601. */
  readonly since: string;
}

/** All that the picture shows. */
export interface State {
  /** What runs at the moment. @default - it is a stage's, and does not change */
  readonly architecture?: ObservedArchitecture;
  /** How old the figures are; null as long as there are none. */
  readonly ageSeconds: number | null;
  /** What keeps the figures or the logs from being there, a sentence each. */
  readonly obstacles: readonly string[];
  readonly servers: Readonly<Record<string, ServerFigures>>;
  /** By the arrow's id. */
  readonly arrows: Readonly<Record<string, ArrowFigures>>;
  readonly alerts: readonly FiringAlert[];
  /** How long ago the always firing alert arrived; null if it never did. */
  readonly watchdogAgeSeconds: number | null;
}

/** A chart of a server: lines over the same points in time. */
export interface Chart {
  readonly title: string;
  /** `percent` (from 0 to 1), `bytes`, `seconds`, `per second` or `count`. */
  readonly unit: Unit;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

export type Unit = "percent" | "bytes" | "seconds" | "per second" | "count";

/** The charts of a server. */
export interface Series {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly charts: readonly Chart[];
}

/** A delivery of an alert to the receiver. */
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

/** A line of a server's log. */
export interface LogLine {
  readonly time: string;
  readonly server: string;
  readonly role: string;
  readonly severity: "info" | "warning" | "error";
  readonly requestId?: string;
  readonly traceId?: string;
  readonly text: string;
}
