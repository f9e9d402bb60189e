/** Milliseconds since 1970; a step of the machine's clock does not change how fast it goes. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
