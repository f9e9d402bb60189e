/**
 * Of how long a rate is taken, in seconds: it needs two samples at least, whenever it is asked for.
 * How often Prometheus asks whom is in the constructs (`interval` of their metrics).
 */
export const windowSeconds = {
  /** Of who is asked every 5 s: the collector of access logs. */
  prompt: 20,
  /** Of all others, who are asked every 15 s. */
  usual: 50,
};

/** Such a time as Prometheus' queries name it. */
export function rateWindow(interval: keyof typeof windowSeconds): string {
  return `${windowSeconds[interval]}s`;
}
