/** Milliseconds since 1970 by a monotonic clock: a step of the system clock has no effect. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
