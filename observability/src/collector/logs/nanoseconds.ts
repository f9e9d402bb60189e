/** A time before all lines. */
export const BEGINNING = "1970-01-01T00:00:00.000000000Z";

/** The time of a clock in milliseconds, in the form of the engine's times. */
export function timeOf(milliseconds: number): string {
  return nineDigits(new Date(milliseconds).toISOString());
}

/** A time in UTC with all nine digits, so that times compare as texts: programs omit zeros at the end. */
export function nineDigits(time: string): string {
  const [second = "", fraction = ""] = time.slice(0, -1).split(".");
  return `${second}.${fraction.padEnd(9, "0")}Z`;
}
