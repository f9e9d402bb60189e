/** A frame of the Reliable Event Logging Protocol: `txnr command length data`. */
export interface Frame {
  readonly transaction: number;
  readonly command: string;
  readonly data: string;
}

const LF = 10;
const HEADER = /^(\d{1,9}) (\w{1,32}) (\d{1,9})(?= |\n)/;
const MOST_HEADER_BYTES = 64;

/** The bytes of a frame. */
export function encodeFrame(transaction: number, command: string, data: Buffer): Buffer {
  const header = `${transaction} ${command} ${data.length}${data.length > 0 ? " " : ""}`;
  return Buffer.concat([Buffer.from(header), data, Buffer.from([LF])]);
}

/** Takes a server's answers apart; throws at what is no frame. */
export class FrameParser {
  private rest = Buffer.alloc(0);

  /** The frames that are complete with this chunk. */
  read(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length > 0) {
      const start = this.rest.toString("latin1", 0, MOST_HEADER_BYTES);
      const [header, transaction, command, length] = HEADER.exec(start) ?? [];
      if (header === undefined) {
        if (this.rest.length < MOST_HEADER_BYTES && !start.includes("\n")) break;
        throw new Error(`the log host does not speak RELP, it says "${start}"`);
      }
      const begin = header.length + (Number(length) > 0 ? 1 : 0);
      const end = begin + Number(length);
      if (this.rest.length <= end) break;
      const data = this.rest.toString("utf8", begin, end);
      frames.push({ transaction: Number(transaction), command: command as string, data });
      this.rest = this.rest.subarray(end + 1);
    }
    return frames;
  }
}
