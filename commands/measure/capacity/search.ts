/** Options of a search. Rates are in requests/s. */
export interface SearchOptions {
  /** The first rate to try. */
  readonly start: number;
  /** Multiplies or divides the rate until one holds and one does not. */
  readonly factor: number;
  /** Ends the search when the rate that does not hold is less than this share above the other. */
  readonly precision: number;
  /** The highest rate to try. */
  readonly maxRate: number;
}

/** The result of a search, in requests/s. */
export interface Found {
  /** The highest rate that held; 0 if none did. */
  readonly held: number;
  /** The lowest rate above it that did not; undefined if `maxRate` held. */
  readonly failed?: number;
}

const minRate = 1;

/**
 * Searches the highest rate at which the stage keeps its promise: by factors until one rate holds
 * and a higher one does not, then by bisection. Each rate is tried once: the spread of several
 * searches shows the variance.
 * @param holds tries a rate
 */
export async function searchRate(
  { start, factor, precision, maxRate }: SearchOptions,
  holds: (rate: number) => Promise<boolean>,
): Promise<Found> {
  let held = 0;
  let failed: number | undefined;
  let rate = Math.min(Math.round(start), maxRate);
  for (;;) {
    if (await holds(rate)) held = rate;
    else failed = rate;

    if (failed === undefined) {
      if (held >= maxRate) return { held };
      rate = Math.min(Math.ceil(held * factor), maxRate);
    } else if (held === 0) {
      if (failed <= minRate) return { held, failed };
      rate = Math.max(Math.floor(failed / factor), minRate);
    } else {
      // the geometric mean, because the precision is a ratio
      rate = Math.round(Math.sqrt(held * failed));
      if (failed / held <= 1 + precision || rate === held || rate === failed) {
        return { held, failed };
      }
    }
  }
}
