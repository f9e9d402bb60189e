/** The name of who answers nothing but questions for figures: it tells him from others in a stage's JSON. */
export function metricsName(name: string): string {
  return `${name}-metrics`;
}

/** Whether a name was made for that, with or without the network's behind it. */
export function isMetricsName(name: string): boolean {
  return /-metrics(\.|$)/.test(name);
}
