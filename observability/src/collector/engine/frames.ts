export type Stream = "stdout" | "stderr";

/** A line as a program wrote it. */
export interface RawLine {
  readonly stream: Stream;
  /** When the engine got it: RFC 3339 in UTC with nine digits, so that times compare as texts. */
  readonly time: string;
  readonly text: string;
}

const HEADER_BYTES = 8;
/** By the first byte of a header; in a third stream the engine complains of a file that it can't read. */
const STREAMS: readonly (Stream | undefined)[] = [undefined, "stdout", "stderr"];
const LF = 10;
const SPACE = 32;

/** Longer lines are cut: the log host takes messages of up to 64 KiB. */
export const MOST_BYTES = 30_000;

/** A line that the engine gave in parts, of which the last is still to come. */
interface Open {
  time: string;
  parts: Buffer[];
  bytes: number;
}

/**
 * Takes the engine's log stream apart: frames with a header of 8 bytes (the stream in the first,
 * the length in the last four), of which each holds a time and a line or, of lines over 16 KiB, a
 * part of one.
 */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);
  private readonly open: Partial<Record<Stream, Open>> = {};

  /** The lines that are complete with this chunk. */
  read(chunk: Buffer): RawLine[] {
    const lines: RawLine[] = [];
    let data = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    while (data.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + data.readUInt32BE(4);
      if (data.length < end) break;
      const stream = STREAMS[data[0] ?? 0];
      const line = stream && this.add(stream, data.subarray(HEADER_BYTES, end));
      if (line) lines.push(line);
      data = data.subarray(end);
    }
    this.rest = Buffer.from(data);
    return lines;
  }

  private add(stream: Stream, payload: Buffer): RawLine | undefined {
    const space = payload.indexOf(SPACE);
    const isLast = payload.at(-1) === LF;
    const part = payload.subarray(space + 1, isLast ? -1 : undefined);
    const open = this.open[stream] ?? {
      time: payload.toString("latin1", 0, space),
      parts: [],
      bytes: 0,
    };
    if (open.bytes < MOST_BYTES) open.parts.push(Buffer.from(part));
    open.bytes += part.length;
    this.open[stream] = isLast ? undefined : open;
    return isLast ? { stream, time: open.time, text: textOf(open) } : undefined;
  }
}

function textOf({ parts, bytes }: Open): string {
  const text = Buffer.concat(parts).toString("utf8", 0, MOST_BYTES);
  return bytes > MOST_BYTES ? `${text}… (${bytes} bytes)` : text;
}
