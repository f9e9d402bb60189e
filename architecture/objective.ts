/** The service-level objective: what customers are promised at the public address. */
export interface Objective {
  /** The share of requests that are answered without a 5xx, from 0 to 1. */
  readonly availability: number;
  /** The share of requests that are answered within `latencyMs`, from 0 to 1. */
  readonly fastShare: number;
  /** One of `DURATION_BUCKETS`, in milliseconds: between them nothing is counted. */
  readonly latencyMs: number;
}

/** The objective that alerts, the live page and measured capacity have in common. */
export const OBJECTIVE: Objective = { availability: 0.995, fastShare: 0.95, latencyMs: 500 };

/** Upper bounds of all histograms of durations, in seconds. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
