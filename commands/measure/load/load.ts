import { randomUUID } from "node:crypto";
import { arrivals } from "./arrivals.ts";
import { Client } from "./client.ts";
import { Clock } from "./clock.ts";
import { type GeneratorRecord, measureGenerator } from "./generator.ts";
import { Ledger } from "./ledger.ts";
import { Recorder } from "./recorder.ts";
import type { Progress, Sample } from "./sample.ts";
import { runSession, type SessionContext } from "./session.ts";
import { type KindRecord, summarize } from "./summary.ts";
import type { Target } from "./target.ts";
import { type Words, wordsOf } from "./words.ts";

export interface LoadOptions {
  /** Requests per second. */
  readonly rate: number;
  /** The same seed gives the same sessions. */
  readonly seed: number;
}

/** A running load. */
export interface RunningLoad {
  /** The nouns for the application's writes. */
  readonly words: Words;
  /** Its progress so far. */
  progress(): Progress;
  /** Every request that has ended, in that order. */
  readonly samples: readonly Sample[];
  /**
   * Stops sending, and waits for the requests in flight, at most 30 s (their timeout). Throws if
   * the load generator failed.
   */
  stop(): Promise<LoadRecord>;
}

/** The measurements of a load. */
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

/**
 * Starts sessions at a constant rate, independent of latencies (an open model); returns at once.
 */
export function startLoad(
  { load, url }: Pick<Target, "load" | "url">,
  { rate, seed }: LoadOptions,
): RunningLoad {
  const context = createSessionContext({ load, url });
  const { client, clock, recorder, ledger } = context;
  const generator = measureGenerator(clock);

  let crash: unknown;
  const begin = clock.now();
  const send = async () => {
    for (const { at, steps } of arrivals(load, rate, seed)) {
      if (!(await clock.until(begin + at))) return;
      runSession(context, begin + at, steps).catch((error: unknown) => {
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
      inFlight: recorder.sent - recorder.samples.length,
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

/** The context that all sessions of a load share. */
export function createSessionContext({ load, url }: Pick<Target, "load" | "url">): SessionContext {
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
