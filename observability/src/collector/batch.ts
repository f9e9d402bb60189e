/** rsyslog takes messages of up to 64 KiB. */
const MOST_BYTES = 64_000;

/** Lines that go to the log host in one message, as they are kept: one JSON object a line. */
export class Batch {
  bytes = 0;
  lines = 0;
  private text = "";

  /** @param line encoded, without its end */
  hasRoomFor(line: string): boolean {
    return this.lines === 0 || this.bytes + Buffer.byteLength(line) + 1 <= MOST_BYTES;
  }

  add(line: string): void {
    this.text += this.lines === 0 ? line : `\n${line}`;
    this.bytes += Buffer.byteLength(line) + 1;
    this.lines++;
  }

  message(): Buffer {
    return Buffer.from(this.text);
  }
}
