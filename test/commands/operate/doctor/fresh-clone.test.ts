import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../../../environment.ts";

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "blueprint-"));
  cpSync(join(root, "commands"), join(clone, "commands"), { recursive: true });
  mkdirSync(join(clone, "bin"));
  symlinkSync(process.execPath, join(clone, "bin", "node"));
});
afterEach(() => rmSync(clone, { recursive: true }));

function program(name: string, script: string): void {
  const file = join(clone, "bin", name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function doctor(): { code: number | null; lines: string[] } {
  const options = { env: { PATH: join(clone, "bin") }, encoding: "utf8" } as const;
  const { status, stdout } = spawnSync(
    "node",
    [join(clone, "commands/run.mjs"), "doctor"],
    options,
  );
  return { code: status, lines: stdout.trimEnd().split("\n").slice(1) };
}

test("doctor in a fresh clone shows what a deploy needs", () => {
  program("terraform", "exit 1");
  program("tofu", "echo OpenTofu v1.9.0");
  program("docker", "echo 28.0.0");

  expect(doctor()).toEqual({
    code: 0,
    lines: [
      "→ npm packages   the npm packages are not installed → installed by deploy",
      "✓ Terraform      OpenTofu v1.9.0",
      "✓ Docker engine  28.0.0",
      "→ Go             not on the path → only needed where the Terraform registry can't be reached",
      "",
      "the rest can be checked once the npm packages are installed",
    ],
  });
});

test("doctor in a fresh clone does not take Podman's command for Docker's", () => {
  program("tofu", "echo OpenTofu v1.9.0");
  program("docker", "echo podman version 4.3.1");

  const { code, lines } = doctor();

  expect(lines.join("\n")).toMatch(/✗ Docker engine {2}the docker command is Podman's → /);
  expect(code).toBe(1);
});

test("doctor fails in a fresh clone without Terraform, and shows why an engine does not answer", () => {
  program("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
  program("go", "echo go1.26.8");

  const { code, lines } = doctor();

  expect(code).toBe(1);
  expect(lines).toContain("✗ Terraform      not on the path → install Terraform or OpenTofu");
  expect(lines.join("\n")).toMatch(/[→✗] Docker engine {2}Cannot connect to the Docker daemon → /);
  expect(lines).toContain("✓ Go             1.26.8");
  expect(lines.at(-1)).toMatch(/of these stops? a deploy$/);
});
