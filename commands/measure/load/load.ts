import { randomUUID } from "node:crypto";
import { arrivals } from "./arrivals.ts";
import { Client } from "./client.ts";
import { Clock } from "./clock.ts";
import { type GeneratorRecord, measureGenerator } from "./generator.ts";
import { Ledger } from "./ledger.ts";
import { Recorder } from "./recorder.ts";
import type { Progress, Sample } from "./sample.ts";
import { type Market, runSession } from "./session.ts";
import { type KindRecord, summarize } from "./summary.ts";
import type { Target } from "./target.ts";
import { type Words, wordsOf } from "./words.ts";

export interface LoadOptions {
  /** Requests per second. */
  readonly rate: number;
  /** The same seed gives the same sessions. */
  readonly seed: number;
}

/** A load under way. */
export interface RunningLoad {
  /** What the application's writes are called. */
  readonly words: Words;
  /** How far it has come. */
  progress(): Progress;
  /** Every request that ended so far, in order of its end. */
  readonly samples: readonly Sample[];
  /**
   * Sends nothing more, and ends when the requests under way have: their time-out is 30 s.
   * Throws where the load generator failed.
   */
  stop(): Promise<LoadRecord>;
}

/** What a load was. */
export interface LoadRecord {
  readonly options: LoadOptions & Pick<Target, "url">;
  /** How long requests were sent, in seconds. */
  readonly seconds: number;
  readonly samples: readonly Sample[];
  /** In the order of the table, only kinds that occurred. */
  readonly kinds: readonly KindRecord[];
  readonly ledger: Ledger;
  readonly generator: GeneratorRecord;
}

/** Starts sessions at a constant rate, however long answers take (an open model); returns at once. */
export function startLoad(
  { load, url }: Pick<Target, "load" | "url">,
  { rate, seed }: LoadOptions,
): RunningLoad {
  const market = openMarket({ load, url });
  const { client, clock, recorder, ledger } = market;
  const generator = measureGenerator(clock);

  let crash: unknown;
  const begin = clock.now();
  const send = async () => {
    for (const { at, steps } of arrivals(load, rate, seed)) {
      if (!(await clock.until(begin + at))) return;
      runSession(market, begin + at, steps).catch((error: unknown) => {
        crash ??= error;
      });
    }
  };
  send().catch((error: unknown) => {
    crash ??= error;
  });

  return {
    words: wordsOf(load),
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
      const summary = summarize(Object.keys(load.kinds), samples, recorder.unsent);
      const options = { url, rate, seed };
      return { options, seconds, samples, kinds: summary, ledger, generator: record };
    },
  };
}

/** What all sessions of one load share. */
export function openMarket({ load, url }: Pick<Target, "load" | "url">): Market {
  const clock = new Clock();
  const run = randomUUID();
  let keys = 0;
  return {
    client: new Client(url),
    clock,
    recorder: new Recorder(clock, Object.keys(load.kinds)),
    ledger: new Ledger(),
    newKey: () => `${run}-${++keys}`,
    shared: new Map(),
  };
}
