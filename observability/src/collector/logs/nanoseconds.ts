/** A time before all lines. */
export const BEGINNING = "1970-01-01T00:00:00.000000000Z";

/** The time of a clock in milliseconds, in the form of the engine's times. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000000Z");
}
