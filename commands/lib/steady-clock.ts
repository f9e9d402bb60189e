/** Milliseconds since 1970, from the monotonic clock: a step of the system clock does not affect it. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
