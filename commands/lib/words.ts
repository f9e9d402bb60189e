import { accessSync, constants, statSync } from "node:fs";
import { dirname, extname } from "node:path";
import { InvalidArgumentError } from "commander";
import { UserError } from "./user-error.ts";

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
  if (!isWritable(folder)) {
    throw new InvalidArgumentError(
      `nothing can be written into the folder ${folder}, make it first`,
    );
  }
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new InvalidArgumentError("it is a folder, name a file in it");
  if (found && !isWritable(file)) {
    throw new InvalidArgumentError("the file must not be written, name another one");
  }
  return file;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the format that a file's ending stands for; undefined without an ending, or without a file.
 * @param formats by ending, such as `.svg`
 * @throws UserError if the ending stands for none
 */
export function formatOf<Format extends string>(
  file: string | undefined,
  formats: Readonly<Record<string, Format>>,
): Format | undefined {
  const ending = extname(file ?? "").toLowerCase();
  if (ending === "" || ending in formats) return formats[ending];
  const all = Object.keys(formats).join(", ");
  throw new UserError(
    `--output is "${file}", and no format has the ending ${ending}: use one of ${all}, or say which with --format`,
  );
}
