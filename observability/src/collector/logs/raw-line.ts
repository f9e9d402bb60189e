import { nineDigits } from "./nanoseconds.ts";

export type Stream = "stdout" | "stderr";

/** A line of a program's output. */
export interface RawLine {
  readonly stream: Stream;
  /** The time at which Docker received it: RFC 3339 in UTC with nine digits, so that times compare as strings. */
  readonly time: string;
  readonly text: string;
}

/** Longer lines are truncated: the store accepts no line of more than 256 KiB. */
export const MAX_CHARACTERS = 30_000;

/** An entry of a log file: a line or, if the line is longer than 16 KiB, a part of it. */
interface Entry {
  readonly log: string;
  readonly stream: Stream;
  readonly time: string;
}

/** A line whose last part is not yet read. */
interface Open {
  readonly time: string;
  text: string;
  characters: number;
}

/** Assembles lines from the JSON entries of Docker's `json-file` driver. */
export class LineReader {
  private readonly open: Partial<Record<Stream, Open>> = {};

  /** Returns the line that this entry completes, if any. Skips an invalid entry, such as half of one after a crash. */
  read(json: string): RawLine | undefined {
    const entry = parse(json);
    if (entry === undefined) return undefined;
    const { log, stream } = entry;
    const isLast = log.endsWith("\n");
    const part = isLast ? log.slice(0, -1) : log;
    const open = this.open[stream] ?? { time: nineDigits(entry.time), text: "", characters: 0 };
    if (open.characters < MAX_CHARACTERS) open.text += part;
    open.characters += part.length;
    this.open[stream] = isLast ? undefined : open;
    return isLast ? { stream, time: open.time, text: textOf(open) } : undefined;
  }
}

function parse(json: string): Entry | undefined {
  try {
    const { log, stream, time } = JSON.parse(json) as Partial<Entry>;
    if (typeof log !== "string" || typeof time !== "string") return undefined;
    return stream === "stdout" || stream === "stderr" ? { log, stream, time } : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ text, characters }: Open): string {
  if (characters <= MAX_CHARACTERS) return text;
  return `${text.slice(0, MAX_CHARACTERS)}… (${characters} characters)`;
}
