import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "./user-error.ts";

/** A whole number that was given to an option. */
export function parseWhole(
  option: string,
  text: string,
  least: number,
  most: number,
  usage: string,
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UserError(
    `${option} is "${text}": use a whole number from ${least} to ${most}, so: ${usage}`,
  );
}

const units: Record<string, number> = { "": 1, s: 1, m: 60, h: 3600 };

/** A time such as `90s`, `90` or `5m`, in seconds. */
export function parseSeconds(option: string, text: string, usage: string): number {
  const [, number, unit = ""] = text.match(/^([1-9]\d{0,5})([smh]?)$/) ?? [];
  const value = Number(number) * (units[unit] ?? 1);
  if (number && value <= 24 * 3600) return value;
  throw new UserError(
    `${option} is "${text}": use a time up to a day such as 60s, 5m or 1h, so: ${usage}`,
  );
}

/** Throws where a file could not be written: better before a long run than after it. */
export function checkFile(option: string, file: string | undefined): void {
  if (file === undefined) return;
  const folder = dirname(file);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new UserError(
      `${option} is "${file}": nothing can be written into the folder ${folder}, make it first`,
    );
  }
}
