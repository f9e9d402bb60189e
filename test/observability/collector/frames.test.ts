import { expect, test } from "vitest";
import { FrameReader, MOST_BYTES } from "../../../observability/src/collector/engine/frames.ts";
import { frame } from "./frame.ts";

const time = "2026-01-31T12:00:00.000000001Z";

test("gives the lines of both streams with their times", () => {
  const reader = new FrameReader();

  const lines = reader.read(
    Buffer.concat([frame("stdout", `${time} first\n`), frame("stderr", `${time} second\n`)]),
  );

  expect(lines).toEqual([
    { stream: "stdout", time, text: "first" },
    { stream: "stderr", time, text: "second" },
  ]);
});

test("puts frames together that come in pieces of any size", () => {
  const reader = new FrameReader();
  const bytes = Buffer.concat([
    frame("stdout", `${time} one ü\n`),
    frame("stdout", `${time} \n`),
    frame("stdout", `${time} two\n`),
  ]);

  const lines = [...bytes].flatMap((byte) => reader.read(Buffer.from([byte])));

  expect(lines.map(({ text }) => text)).toEqual(["one ü", "", "two"]);
});

test("joins the parts of a long line, also when the other stream speaks between them", () => {
  const reader = new FrameReader();

  const lines = reader.read(
    Buffer.concat([
      frame("stdout", `${time} ${"a".repeat(16_384)}`),
      frame("stderr", `${time} other\n`),
      frame("stdout", `${time} end\n`),
    ]),
  );

  expect(lines.map(({ text }) => text)).toEqual(["other", `${"a".repeat(16_384)}end`]);
});

test("cuts what no log host would take, and says how long it was", () => {
  const reader = new FrameReader();
  const part = frame("stdout", `${time} ${"a".repeat(16_384)}`);

  const [line] = reader.read(Buffer.concat([part, part, part, frame("stdout", `${time} \n`)]));

  expect(line?.text).toBe(`${"a".repeat(MOST_BYTES)}… (49152 bytes)`);
});

test("leaves out what the engine itself complains of", () => {
  const reader = new FrameReader();
  const complaint = frame("stderr", "Error grabbing logs: unexpected EOF\n");
  complaint[0] = 3;

  const lines = reader.read(Buffer.concat([complaint, frame("stdout", `${time} line\n`)]));

  expect(lines.map(({ text }) => text)).toEqual(["line"]);
});
