import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { root } from "../environment.ts";

/** Which folders and files each folder may import from, beside itself. */
const ALLOWED: Record<string, readonly string[]> = {
  architecture: [],
  constructs: ["architecture", "environment.ts", "provider.ts", "secrets-file.ts"],
  stacks: ["constructs", "environment.ts"],
  programs: [],
  shop: ["architecture", "constructs", "programs"],
  examples: ["constructs"],
  observability: ["architecture", "programs"],
  "commands/lib": ["architecture", "environment.ts", "load-application.ts", "provider.ts"],
  "commands/operate": [
    "commands/lib",
    "architecture",
    "constructs/app/application.ts",
    "environment.ts",
    "load-application.ts",
    "secrets-file.ts",
  ],
  "commands/review": ["commands/lib", "architecture", "observability", "environment.ts"],
  "commands/measure": [
    "commands/lib",
    "commands/operate",
    "architecture",
    "constructs",
    "stacks",
    "environment.ts",
    "open-blueprint.ts",
  ],
};

test.each(Object.entries(ALLOWED))("%s imports from no folder above it", (folder, allowed) => {
  const wrong = importsOf(folder).filter(
    ({ to }) => ![folder, ...allowed].some((from) => to === from || to.startsWith(`${from}/`)),
  );

  expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
});

/** What the modules of a folder import, by paths from the checkout's folder. */
function importsOf(folder: string): { file: string; to: string }[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes("node_modules"))
    .map((file) => join(folder, file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const imports = [...text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)];
      return imports.map(([, path = ""]) => ({ file, to: normalize(join(dirname(file), path)) }));
    });
}
