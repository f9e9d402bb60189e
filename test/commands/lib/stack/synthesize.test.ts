import { expect, test } from "vitest";
import { messageOf } from "../../../../commands/lib/stack/synthesize.ts";

test("of an uncaught error only its message is shown", () => {
  const output = [
    "/somewhere/constructs/server.ts:12",
    "    throw new Error(`3 servers cannot share port 8080`);",
    "          ^",
    "",
    "Error: Validation failed with the following errors:",
    "  [stage-2/web] 3 servers cannot share port 8080: put a LoadBalancer in front",
    "    at new Server (/somewhere/constructs/server.ts:12:11)",
    "",
    "Node.js v20.20.2",
  ].join("\n");

  expect(messageOf(output)).toBe(
    [
      "Error: Validation failed with the following errors:",
      "  [stage-2/web] 3 servers cannot share port 8080: put a LoadBalancer in front",
    ].join("\n"),
  );
});

test("output without an error is shown unchanged", () => {
  expect(messageOf("Segmentation fault\n")).toBe("Segmentation fault");
});
