import { nineDigits } from "./nanoseconds.ts";

export type Stream = "stdout" | "stderr";

/** A line as a program wrote it. */
export interface RawLine {
  readonly stream: Stream;
  /** When the engine got it: RFC 3339 in UTC with nine digits, so that times compare as texts. */
  readonly time: string;
  readonly text: string;
}

/** Longer lines are cut: the store accepts no line of more than 256 KiB. */
export const MOST_CHARACTERS = 30_000;

/** What the engine writes of a line or, if the line is longer than 16 KiB, of a part of it. */
interface Entry {
  readonly log: string;
  readonly stream: Stream;
  readonly time: string;
}

/** A line of which the last part is still to come. */
interface Open {
  readonly time: string;
  text: string;
  characters: number;
}

/** Makes lines of what the engine's `json-file` driver writes: JSON objects, of which each is a line or a part of one. */
export class LineReader {
  private readonly open: Partial<Record<Stream, Open>> = {};

  /** The line that is complete with this entry. What is no entry (half of one, after a crash) is passed over. */
  read(json: string): RawLine | undefined {
    const entry = parse(json);
    if (entry === undefined) return undefined;
    const { log, stream } = entry;
    const isLast = log.endsWith("\n");
    const part = isLast ? log.slice(0, -1) : log;
    const open = this.open[stream] ?? { time: nineDigits(entry.time), text: "", characters: 0 };
    if (open.characters < MOST_CHARACTERS) open.text += part;
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
  if (characters <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (${characters} characters)`;
}
