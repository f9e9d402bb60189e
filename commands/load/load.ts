import type { Kind } from "./kinds.ts";
import type { Ledger } from "./ledger.ts";
import type { Progress, Sample } from "./sample.ts";

export interface LoadOptions {
  /** The shop, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  /** The same seed gives the same shoppers. */
  readonly seed: number;
}

/** Shoppers at work. */
export interface Load {
  progress(): Progress;
  /** Every request that ended so far, in order of its end. */
  readonly samples: readonly Sample[];
  /** Begins nothing more; ends when the requests under way have, which is bounded by their time-out of 30 s. */
  stop(): Promise<LoadRecord>;
}

/** What a load was. */
export interface LoadRecord {
  readonly options: LoadOptions;
  /** How long it ran, in seconds. */
  readonly seconds: number;
  readonly samples: readonly Sample[];
  /** In the order of the table, only kinds that were sent. */
  readonly kinds: readonly KindRecord[];
  readonly ledger: Ledger;
  readonly generator: GeneratorRecord;
}

/** What became of the requests of one kind. */
export interface KindRecord {
  readonly kind: Kind;
  readonly sent: number;
  /** How many failed for which reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Milliseconds from the planned time, of all that ended. */
  readonly percentiles: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Not sent: what they build on had failed. */
  readonly unsent: number;
  /** HdrHistogram in microseconds, compressed and in base64. */
  readonly histogram: string;
}

/** Whether the load's program itself kept up. */
export interface GeneratorRecord {
  /** How late requests were sent that nothing but this program held up, in milliseconds. */
  readonly lateness: { readonly p99: number; readonly max: number };
  /** Cores that it used on average. */
  readonly cores: number;
  /** False: the waits are rather this program's than the shop's. */
  readonly keptUp: boolean;
}

/** Starts shoppers at a constant rate, whatever the answers take (an open model); returns at once. */
export function startLoad(_options: LoadOptions): Load {
  throw new Error("not there yet");
}
