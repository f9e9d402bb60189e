import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseProviders } from "../../../../commands/lib/setup/provider-address.ts";
import { recall } from "../../../../commands/lib/setup/registry.ts";
import { hashSources } from "../../../../commands/lib/setup/stand-in.ts";

test("the provider's address is what Terraform calls it", () => {
  const output = `
Providers required by configuration:
.
└── provider[registry.example/kreuzwerker/docker] 4.5.0
`;

  expect(parseProviders(output)).toEqual({
    host: "registry.example",
    namespace: "kreuzwerker",
    type: "docker",
    version: "4.5.0",
  });
  expect(parseProviders("")).toBeUndefined();
});

test("a registry that serves is not asked again, one that did not is after an hour", () => {
  const hour = 3_600_000;
  const answer = { provider: "docker 4.5.0", askedAt: 0 };

  expect(recall(undefined, "docker 4.5.0", 0)).toBeUndefined();
  expect(recall({ ...answer, serves: true }, "docker 4.5.0", 100 * hour)).toBe(true);
  expect(recall({ ...answer, serves: true }, "docker 4.6.0", 0)).toBeUndefined();
  expect(recall({ ...answer, serves: false }, "docker 4.5.0", hour - 1)).toBe(false);
  expect(recall({ ...answer, serves: false }, "docker 4.5.0", hour)).toBeUndefined();
});

test("the stand-in is built anew when a source changed, not when a test did", () => {
  const folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write("main.go", "package main");
  const before = hashSources(folder);

  write("main_test.go", "package main");
  write("README.md", "words");
  expect(hashSources(folder)).toBe(before);

  write("main.go", "package main // changed");
  expect(hashSources(folder)).not.toBe(before);
  rmSync(folder, { recursive: true });
});
