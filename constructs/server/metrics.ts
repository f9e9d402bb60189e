import type { IPeer } from "./tier.ts";

/** Where servers tell figures of themselves, in Prometheus' text format over HTTP. */
export interface Metrics {
  /** What the figures are of: `web`, `queue`. */
  readonly job: string;
  /** The name that leads to all of the servers, in the networks of those who were let in. */
  readonly address: string;
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** How often they are asked for. @default - every 15 s */
  readonly interval?: string;
  /** What to ask for along with it. @default - nothing */
  readonly query?: Record<string, string[]>;
}

/** Who tells figures of himself. */
export interface IObservable {
  readonly metrics: readonly Metrics[];
  /** Lets that peer in, so that it can read the figures. */
  exposeTo(observer: IPeer): void;
  /** That peer starts when these servers are healthy, and goes before them. */
  precede(peer: IPeer): void;
}

/** The scrape interval of metrics that show a fault: alerts and the live page wait for them. */
export const FAST_SCRAPE_INTERVAL = "5s";

/** The port of the shop's own programs for it. */
export const SHOP = { port: 9100 };
