import { expect, test } from "vitest";
import { findLine } from "../../../../commands/measure/drills/detection.ts";

test("the first line that matches tells when a fault was noticed", () => {
  const log = [
    "2026-11-26T20:44:12.000000001Z GET /products/1 200",
    "2026-11-26T20:44:13.250000000Z Server servers/server-1 is DOWN, reason: Layer4 timeout",
    "2026-11-26T20:44:15.000000000Z Server servers/server-2 is DOWN, reason: Layer4 timeout",
  ].join("\n");

  expect(findLine(log, /is DOWN/)).toBe(Date.parse("2026-11-26T20:44:13.250Z"));
  expect(findLine(log, /is UP/)).toBeUndefined();
});
