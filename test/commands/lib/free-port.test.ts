import { expect, test } from "vitest";
import { freePort } from "../../../commands/lib/free-port.ts";
import { readEnvironment } from "../../../environment.ts";

test("is none that an outgoing connection may be given, nor are the pages' ports", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));

  for (const port of ports) {
    const { livePort } = readEnvironment({ BLUEPRINT_PORT: `${port}` });
    expect(port).toBeGreaterThanOrEqual(10_000);
    expect(livePort).toBeLessThan(32_768);
  }
});
