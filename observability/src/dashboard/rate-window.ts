/**
 * The range of a rate, in seconds: it must always contain two samples or more. The scrape intervals
 * are set in the constructs (`interval` of their metrics).
 */
export const windowSeconds = {
  /** For the collector's metrics, which come from access logs: scraped every 5 s. */
  fast: 20,
  /** For all other targets: scraped every 15 s. */
  normal: 50,
};

/** Returns the range as PromQL writes it: `20s`. */
export function rateWindow(interval: keyof typeof windowSeconds): string {
  return `${windowSeconds[interval]}s`;
}
