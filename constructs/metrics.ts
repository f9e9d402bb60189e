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

/** The interval of figures that tell of a fault: who looks at alerts or at the picture waits for them. */
export const PROMPT = "5s";

/** HAProxy's own exporter, in all of its configurations; without the slots that no server fills. */
export const HAPROXY = { port: 8405, query: { "no-maint": ["1"] }, interval: PROMPT };

/** Ports of the exporters that run beside a program on its machine. */
export const NGINX = { port: 9113, interval: PROMPT };
export const POSTGRESQL = { port: 9187 };
export const VALKEY = { port: 9121, interval: PROMPT };
export const VARNISH = { port: 9131 };

/** The port of the shop's own programs for it. */
export const SHOP = { port: 9100 };
