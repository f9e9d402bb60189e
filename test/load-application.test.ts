import { expect, test } from "vitest";
import { loadApplication } from "../load-application.ts";

test.each([
  ["/gone", "/gone/application.ts"],
  ["examples/gone", "examples/gone/application.ts"],
  ["../../gone", /there is no \/(.*\/)?gone\/application\.ts: /],
])("fails when %s has no application, with the path as it can be typed", async (folder, path) => {
  await expect(loadApplication({ BLUEPRINT_APPLICATION: folder })).rejects.toThrow(path);
});
