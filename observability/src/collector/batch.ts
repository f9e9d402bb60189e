/** rsyslog takes messages of up to 64 KiB. */
const MOST_BYTES = 64_000;

/** Lines that go to the log host in one message, as they are kept: one JSON object a line. */
export class Batch {
  bytes = 0;
  private readonly payloads: Buffer[] = [];

  get lines(): number {
    return this.payloads.length;
  }

  /** @param payload an encoded line, without its end */
  hasRoomFor(payload: Buffer): boolean {
    return this.lines === 0 || this.bytes + payload.length + 1 <= MOST_BYTES;
  }

  add(payload: Buffer): void {
    this.payloads.push(payload);
    this.bytes += payload.length + 1;
  }

  message(): Buffer {
    return Buffer.from(this.payloads.join("\n"));
  }
}
