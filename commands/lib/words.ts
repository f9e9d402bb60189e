import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { InvalidArgumentError } from "commander";

/** Reads a whole number. */
export function parseWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`use a whole number from ${least} to ${most}`);
  };
}

/** Reads how often something is measured: odd, so that the median is one of the runs. */
export function parseOdd(text: string): number {
  if (/^\d?[13579]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("use an odd number from 1 to 99");
}

const units: Record<string, number> = { "": 1, s: 1, m: 60, h: 3600 };

/** Reads a time such as `90s`, `90` or `5m`, in seconds. */
export function parseSeconds(text: string): number {
  const [, number, unit = ""] = text.match(/^([1-9]\d{0,5})([smh]?)$/) ?? [];
  const value = Number(number) * (units[unit] ?? 1);
  if (number && value <= 24 * 3600) return value;
  throw new InvalidArgumentError("use a time up to a day such as 60s, 5m or 1h");
}

/** Reads the name of a file that can be written: better before a long run than after it. */
export function parseFile(file: string): string {
  const folder = dirname(file);
  try {
    accessSync(folder, constants.W_OK);
    return file;
  } catch {
    throw new InvalidArgumentError(
      `nothing can be written into the folder ${folder}, make it first`,
    );
  }
}
