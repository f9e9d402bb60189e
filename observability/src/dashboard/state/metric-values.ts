import type { Sample } from "../prometheus.ts";

/** Looks up values in the result of a combined query, by the metric's name. */
export class MetricValues {
  private readonly byName = new Map<string, Sample[]>();

  constructor(samples: readonly Sample[]) {
    for (const sample of samples) {
      const name = sample.labels.metric ?? "";
      this.byName.set(name, [...(this.byName.get(name) ?? []), sample]);
    }
  }

  /** Returns the series of a metric. */
  series(name: string): readonly Sample[] {
    return this.byName.get(name) ?? [];
  }

  /** Returns the value of a metric; undefined if there is none. */
  value(name: string): number | undefined {
    const [found] = this.series(name);
    return found && lastValue(found);
  }

  /** Returns the value of the series whose label has that value; undefined if there is none. */
  valueOf(name: string, label: string, wanted: string): number | undefined {
    const found = this.series(name).find(({ labels }) => labels[label] === wanted);
    return found && lastValue(found);
  }
}

/** Returns the latest value; undefined if it is not a number, as after a division by zero. */
export function lastValue({ points }: Sample): number | undefined {
  const value = points.at(-1)?.[1];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Returns the part as a share of the whole, from 0 to 1; 0 if the whole is 0. */
export function share(part: number | undefined, whole: number | undefined): number | undefined {
  if (whole === undefined) return undefined;
  return whole > 0 ? (part ?? 0) / whole : 0;
}
