import { MOST_BYTES } from "./lines/line.ts";

/** Lines that go to the log host in one message, as they are kept: one JSON object a line. */
export class Batch {
  bytes = 0;
  lines = 0;
  private text = "";

  /**
   * @param line encoded, without its end
   * @returns whether it was taken: a message that has lines has not room for all
   */
  add(line: string): boolean {
    const bytes = Buffer.byteLength(line) + 1;
    if (this.lines > 0 && this.bytes + bytes > MOST_BYTES) return false;
    this.text += this.lines === 0 ? line : `\n${line}`;
    this.bytes += bytes;
    this.lines++;
    return true;
  }

  message(): Buffer {
    return Buffer.from(this.text);
  }
}
