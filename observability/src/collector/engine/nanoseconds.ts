/** A time before all lines. */
export const BEGINNING = "1970-01-01T00:00:00.000000000Z";

/** The time of a clock in milliseconds, in the form of the engine's times. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000000Z");
}

/**
 * What the engine is asked from: a little before the time, since the lines of a container's two
 * streams are not in order. Seconds since 1970, with nanoseconds.
 */
export function since(time: string, seconds: number): string {
  const second = Math.floor(Date.parse(`${time.slice(0, 19)}Z`) / 1000) - seconds;
  return second > 0 ? `${second}.${time.slice(20, 29)}` : "0";
}
