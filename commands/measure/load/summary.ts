import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Sample } from "./sample.ts";

/** Latencies in milliseconds from the planned time. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The requests of one kind. */
export interface KindRecord {
  readonly kind: string;
  readonly sent: number;
  /** Number of failures by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of all that have ended, including failures. */
  readonly percentiles: Percentiles;
  /** Not sent, because requests that they depend on had failed. */
  readonly unsent: number;
  /** An HdrHistogram in microseconds, compressed, in base64. */
  readonly histogram: string;
}

/**
 * A record for each kind; those that did not occur are left out.
 * @param kinds in the order of the table
 */
export function summarize(
  kinds: readonly string[],
  samples: readonly Sample[],
  unsent: ReadonlyMap<string, number>,
): KindRecord[] {
  return kinds
    .map((kind) => {
      const own = samples.filter((sample) => sample.kind === kind);
      const histogram = histogramOf(own);
      return {
        kind,
        sent: own.length,
        failures: countFailures(own),
        percentiles: percentilesIn(histogram),
        unsent: unsent.get(kind) ?? 0,
        histogram: encodeIntoCompressedBase64(histogram),
      };
    })
    .filter(({ sent, unsent }) => sent + unsent > 0);
}

/** Number of failures by reason, the most frequent one first. */
export function countFailures(samples: readonly Sample[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { failure } of samples) {
    if (failure) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

export function percentilesOf(samples: readonly Pick<Sample, "milliseconds">[]): Percentiles {
  return percentilesIn(histogramOf(samples));
}

const highest = 600_000_000;

function histogramOf(samples: readonly Pick<Sample, "milliseconds">[]) {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: highest,
    numberOfSignificantValueDigits: 3,
  });
  for (const { milliseconds } of samples) {
    histogram.recordValue(Math.min(Math.max(Math.round(milliseconds * 1000), 1), highest));
  }
  return histogram;
}

function percentilesIn(histogram: ReturnType<typeof build>): Percentiles {
  const max = histogram.maxValue / 1000;
  // a histogram returns the upper bound of a bucket
  const at = (percentile: number) =>
    Math.min(histogram.getValueAtPercentile(percentile) / 1000, max);
  return { p50: at(50), p95: at(95), p99: at(99), max };
}
