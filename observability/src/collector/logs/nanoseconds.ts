/** A time before all lines. */
export const BEGINNING = "1970-01-01T00:00:00.000000000Z";

/** Converts Unix milliseconds to the format of Docker's timestamps. */
export function timeOf(milliseconds: number): string {
  return nineDigits(new Date(milliseconds).toISOString());
}

/** Pads a UTC timestamp to nine digits, so that timestamps compare as strings: programs omit trailing zeros. */
export function nineDigits(time: string): string {
  const [second = "", fraction = ""] = time.slice(0, -1).split(".");
  return `${second}.${fraction.padEnd(9, "0")}Z`;
}
