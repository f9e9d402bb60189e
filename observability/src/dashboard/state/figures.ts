import type { Sample } from "../prometheus.ts";

/** Looks up the answer of a query that was put together of many. */
export class Figures {
  private readonly byName = new Map<string, Sample[]>();

  constructor(samples: readonly Sample[]) {
    for (const sample of samples) {
      const name = sample.labels.figure ?? "";
      this.byName.set(name, [...(this.byName.get(name) ?? []), sample]);
    }
  }

  /** The series of a figure. */
  series(name: string): readonly Sample[] {
    return this.byName.get(name) ?? [];
  }

  /** The value of a figure; undefined if there is none. */
  value(name: string): number | undefined {
    const [found] = this.series(name);
    return found && lastValue(found);
  }

  /** The value of a figure, of what a label names; undefined if there is none. */
  valueOf(name: string, label: string, wanted: string): number | undefined {
    const found = this.series(name).find(({ labels }) => labels[label] === wanted);
    return found && lastValue(found);
  }
}

/** The last value; undefined if it is not a number, such as a share of nothing. */
export function lastValue({ points }: Sample): number | undefined {
  const value = points.at(-1)?.[1];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Which share that is of the whole; of nothing, none. */
export function share(part: number | undefined, whole: number | undefined): number | undefined {
  if (whole === undefined) return undefined;
  return whole > 0 ? (part ?? 0) / whole : 0;
}
