import { randomUUID } from "node:crypto";
import { arrivals } from "./arrivals.ts";
import { Client } from "./client.ts";
import { Clock } from "./clock.ts";
import { type GeneratorRecord, measureGenerator } from "./generator.ts";
import { Ledger } from "./ledger.ts";
import { Recorder } from "./recorder.ts";
import type { Progress, Sample } from "./sample.ts";
import { type Market, Shopper } from "./shopper.ts";
import { type KindRecord, summarize } from "./summary.ts";

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
  /** How far it has come. */
  progress(): Progress;
  /** Every request that ended so far, in order of its end. */
  readonly samples: readonly Sample[];
  /**
   * Sends nothing more, and ends when the requests under way have: their time-out is 30 s.
   * Throws where the load's own program failed.
   */
  stop(): Promise<LoadRecord>;
}

/** What a load was. */
export interface LoadRecord {
  readonly options: LoadOptions;
  /** How long requests were sent, in seconds. */
  readonly seconds: number;
  readonly samples: readonly Sample[];
  /** In the order of the table, only kinds that occurred. */
  readonly kinds: readonly KindRecord[];
  readonly ledger: Ledger;
  readonly generator: GeneratorRecord;
}

/** Starts shoppers at a constant rate, whatever their answers take (an open model); returns at once. */
export function startLoad(options: LoadOptions): Load {
  const { url, rate, seed } = options;
  const clock = new Clock();
  const recorder = new Recorder(clock);
  const ledger = new Ledger();
  const client = new Client(url);
  const generator = measureGenerator(clock);
  const run = randomUUID();
  let orders = 0;
  const market: Market = {
    client,
    clock,
    recorder,
    ledger,
    newKey: () => `${run}-${++orders}`,
    files: new Map(),
  };

  let crash: unknown;
  const begin = clock.now();
  const send = async () => {
    for (const { at, visits } of arrivals(rate, seed)) {
      if (!(await clock.until(begin + at))) return;
      new Shopper(market, begin + at).walk(visits).catch((error: unknown) => {
        crash ??= error;
      });
    }
  };
  send().catch((error: unknown) => {
    crash ??= error;
  });

  return {
    samples: recorder.samples,
    progress: () => ({
      sent: recorder.sent,
      answered: recorder.samples.length - recorder.failed,
      failed: recorder.failed,
      underWay: recorder.sent - recorder.samples.length,
      acknowledged: ledger.count,
    }),
    async stop() {
      clock.stop();
      const seconds = (clock.now() - begin) / 1000;
      const record = generator();
      await recorder.settled();
      await client.close();
      if (crash) throw crash;
      const { samples } = recorder;
      const kinds = summarize(samples, recorder.unsent);
      return { options, seconds, samples, kinds, ledger, generator: record };
    },
  };
}
