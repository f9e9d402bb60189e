/** How a highest rate is looked for. Rates are in requests/s. */
export interface SearchOptions {
  /** The first rate that is tried. */
  readonly start: number;
  /** By what the rate is multiplied, or divided, until one holds and one does not. */
  readonly factor: number;
  /** The search ends when the rate that does not hold is less than this share above the one that does. */
  readonly precision: number;
  /** No rate above it is tried. */
  readonly most: number;
}

/** What a search found, in requests/s. */
export interface Found {
  /** The highest rate that held; 0 if none did. */
  readonly held: number;
  /** The lowest rate above it that did not; undefined if `most` held. */
  readonly failed?: number;
}

const least = 1;

/**
 * Looks for the highest rate at which the stage keeps its promise: by factors until one rate holds and
 * a higher one does not, then in between. A rate is tried once: what varies from one try to the next
 * shows as the spread of several searches.
 * @param holds tries a rate
 */
export async function searchRate(
  { start, factor, precision, most }: SearchOptions,
  holds: (rate: number) => Promise<boolean>,
): Promise<Found> {
  let held = 0;
  let failed: number | undefined;
  let rate = Math.min(Math.round(start), most);
  for (;;) {
    if (await holds(rate)) held = rate;
    else failed = rate;

    if (failed === undefined) {
      if (held >= most) return { held };
      rate = Math.min(Math.ceil(held * factor), most);
    } else if (held === 0) {
      if (failed <= least) return { held, failed };
      rate = Math.max(Math.floor(failed / factor), least);
    } else {
      // The middle of the ratio, since it is a ratio that has to become small.
      rate = Math.round(Math.sqrt(held * failed));
      if (failed / held <= 1 + precision || rate === held || rate === failed) {
        return { held, failed };
      }
    }
  }
}
