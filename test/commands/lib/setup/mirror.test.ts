import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkMirror } from "../../../../commands/lib/setup/mirror.ts";

const provider = {
  host: "registry.example",
  namespace: "kreuzwerker",
  type: "docker",
  version: "4.5.0",
};
const place = ["registry.example", "kreuzwerker", "docker"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "blueprint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function add(...path: string[]): void {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
  writeFileSync(join(folder, ...path), "");
}

test("a packed mirror is accepted", () => {
  add(...place, "terraform-provider-docker_4.5.0_linux_amd64.zip");

  expect(() => checkMirror(folder, provider, "linux_amd64")).not.toThrow();
});

test("an unpacked mirror is accepted", () => {
  add(...place, "4.5.0", "linux_amd64", "terraform-provider-docker_v4.5.0");

  expect(() => checkMirror(folder, provider, "linux_amd64")).not.toThrow();
});

test("fails when the mirror has only another version or another platform", () => {
  add(...place, "terraform-provider-docker_3.6.2_linux_amd64.zip");
  add(...place, "4.5.0", "darwin_arm64", "terraform-provider-docker_v4.5.0");

  expect(() => checkMirror(folder, provider, "linux_amd64")).toThrow(
    `BLUEPRINT_PROVIDER_MIRROR names ${folder}, which lacks kreuzwerker/docker 4.5.0 for linux_amd64`,
  );
});

test("fails when there is no such folder", () => {
  expect(() => checkMirror(join(folder, "gone"), provider, "linux_amd64")).toThrow(
    `BLUEPRINT_PROVIDER_MIRROR names ${join(folder, "gone")}, which does not exist`,
  );
});
