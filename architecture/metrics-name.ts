/** The alias of a server on a network to which only Prometheus connects, to scrape its metrics. */
export function metricsName(name: string): string {
  return `${name}-metrics`;
}

/** Whether a name is such an alias, with or without the network as its suffix. */
export function isMetricsName(name: string): boolean {
  return /-metrics(\.|$)/.test(name);
}
