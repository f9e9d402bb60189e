import { expect, test } from "vitest";
import { LineReader, MAX_CHARACTERS } from "../../../observability/src/collector/logs/raw-line.ts";

const time = "2026-01-31T12:00:00.000000001Z";
const entry = (log: string, stream = "stdout") => JSON.stringify({ log, stream, time });

function read(...entries: string[]) {
  const reader = new LineReader();
  return entries.flatMap((each) => reader.read(each) ?? []);
}

test("gives the lines of both streams with their times", () => {
  expect(read(entry("first ü\n"), entry("\n"), entry("second\n", "stderr"))).toEqual([
    { stream: "stdout", time, text: "first ü" },
    { stream: "stdout", time, text: "" },
    { stream: "stderr", time, text: "second" },
  ]);
});

test.each([
  ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000000Z"],
  ["2026-01-31T12:00:00.12Z", "2026-01-31T12:00:00.120000000Z"],
])("gives the time %s its nine digits", (short, long) => {
  const [line] = read(JSON.stringify({ log: "\n", stream: "stdout", time: short }));

  expect(line?.time).toBe(long);
});

test("joins the parts of a long line, also when the other stream speaks between them", () => {
  const part = "a".repeat(16_384);

  const lines = read(entry(part), entry("other\n", "stderr"), entry("end\n"));

  expect(lines.map(({ text }) => text)).toEqual(["other", `${part}end`]);
});

test("cuts what no log store would take, and says how long it was", () => {
  const part = entry("a".repeat(16_384));

  const [line] = read(part, part, part, entry("\n"));

  expect(line?.text).toBe(`${"a".repeat(MAX_CHARACTERS)}… (49152 characters)`);
});

test.each(['{"log":"half of', "", "null", '{"log":"a\\n","stream":"other","time":"2026Z"}'])(
  "passes over %j, which the engine wrote when it crashed",
  (broken) => {
    expect(read(broken, entry("line\n")).map(({ text }) => text)).toEqual(["line"]);
  },
);
