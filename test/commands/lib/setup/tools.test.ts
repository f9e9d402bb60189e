import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { isDebianFamily } from "../../../../commands/lib/setup/install.ts";
import { findProviderAddress } from "../../../../commands/lib/setup/provider-address.ts";
import { isSupported, lookForTerraform } from "../../../../commands/lib/setup/terraform.ts";
import { root } from "../../../../environment.ts";

test("packages are installed on Debian, Ubuntu and their derivatives only", () => {
  expect(isDebianFamily('NAME="Debian"\nID=debian\n')).toBe(true);
  expect(isDebianFamily("ID=ubuntu\nID_LIKE=debian\n")).toBe(true);
  expect(isDebianFamily('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
  expect(isDebianFamily('ID="fedora"\nVERSION_ID=41\n')).toBe(false);
});

test("Terraform 1.5 and newer is supported", () => {
  expect(["1.4.7", "1.5.0", "1.11.4", "2.0.0"].map(isSupported)).toEqual([false, true, true, true]);
});

describe("Terraform is found", () => {
  const works = `echo '{"terraform_version":"1.9.0","platform":"linux_amd64"}'`;
  const fails = "echo 'No version is set for command terraform' >&2; exit 126";
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "terraform-"));
    vi.stubEnv("PATH", folder);
    vi.stubEnv("TERRAFORM_BINARY_NAME", "");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  function program(name: string, script: string, mode = 0o755): string {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, mode);
    return file;
  }

  test("by the path in TERRAFORM_BINARY_NAME, which is used in other folders, too", async () => {
    const file = program("terraform-1.9", works);
    vi.stubEnv("TERRAFORM_BINARY_NAME", relative(process.cwd(), file));

    expect(await lookForTerraform()).toMatchObject({ program: file, version: "1.9.0" });
  });

  test("as OpenTofu where a version manager's terraform has no version", async () => {
    program("terraform", fails);
    program("tofu", works);

    expect(await lookForTerraform()).toMatchObject({ program: "tofu" });
  });

  test("where warnings and a version manager's words come before and behind its version", async () => {
    const before = "Warning: Unable to open CLI configuration file, using {.tool-versions}";
    program("terraform", `echo '${before}'; ${works}; echo 'update it'`);

    expect(await lookForTerraform()).toMatchObject({ version: "1.9.0" });
  });

  test("in the version that a version manager finds for the checkout, wherever it is asked", async () => {
    const manages = `case $PWD/ in ${root}/*) true ;; *) ${fails} ;; esac`;
    const address = "echo 'provider[registry.test/kreuzwerker/docker] 4.5.0'";
    program("terraform", `${manages}; case $1 in version) ${works} ;; *) ${address} ;; esac`);
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(tmpdir());

    const terraform = await lookForTerraform();

    expect(terraform).toMatchObject({ version: "1.9.0" });
    expect(await findProviderAddress(terraform)).toMatchObject({ host: "registry.test" });
  });

  test.each([
    [
      "does not work, with its reason",
      fails,
      0o755,
      /^terraform does not work \(No version is set for command terraform\): /,
    ],
    ["answers in another form", "echo hello", 0o755, /^terraform does not work \(hello\): /],
    ["cannot be executed", works, 0o644, /^Terraform is not on the path: install/],
  ])("fails when it %s", async (_, script, mode, sentence) => {
    program("terraform", script, mode);

    await expect(lookForTerraform()).rejects.toThrow(sentence);
  });
});
