import type { Stream } from "../../../observability/src/collector/engine/frames.ts";

/** A frame of the engine's log stream. */
export function frame(stream: Stream, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.from([stream === "stdout" ? 1 : 2, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
