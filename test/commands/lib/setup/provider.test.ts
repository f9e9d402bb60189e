import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseProviders } from "../../../../commands/lib/setup/provider-address.ts";
import { questionOf, readCache } from "../../../../commands/lib/setup/registry.ts";
import { hashSources } from "../../../../commands/lib/setup/stand-in.ts";

test("the provider's address is parsed from Terraform's output", () => {
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

test("a positive answer of the registry is cached for good, a negative one for an hour", () => {
  const hour = 3_600_000;
  const answer = { question: "docker 4.5.0", askedAt: 0 };

  expect(readCache(undefined, "docker 4.5.0", 0)).toBeUndefined();
  expect(readCache({ ...answer, serves: true }, "docker 4.5.0", 100 * hour)).toBe(true);
  expect(readCache({ ...answer, serves: true }, "docker 4.6.0", 0)).toBeUndefined();
  expect(readCache({ ...answer, serves: false }, "docker 4.5.0", hour - 1)).toBe(false);
  expect(readCache({ ...answer, serves: false }, "docker 4.5.0", hour)).toBeUndefined();
  expect(readCache({ ...answer, serves: false, askedAt: 1 }, "docker 4.5.0", 0)).toBeUndefined();
});

test("the registry is queried again with another proxy or another CLI configuration", () => {
  const folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  const TF_CLI_CONFIG_FILE = join(folder, "terraform.rc");
  const address = { host: "registry.example", namespace: "k", type: "docker", version: "4.5.0" };
  const before = questionOf(address, { TF_CLI_CONFIG_FILE });

  expect(questionOf(address, { TF_CLI_CONFIG_FILE, EDITOR: "vi" })).toBe(before);
  expect(questionOf(address, { TF_CLI_CONFIG_FILE, HTTPS_PROXY: "http://a" })).not.toBe(before);
  writeFileSync(TF_CLI_CONFIG_FILE, "provider_installation {}");
  expect(questionOf(address, { TF_CLI_CONFIG_FILE })).not.toBe(before);
  rmSync(folder, { recursive: true });
});

test("the stand-in is rebuilt when a source changes, not when a test does", () => {
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
