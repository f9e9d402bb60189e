import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerProvider } from "../../../provider.ts";
import { run } from "../process.ts";
import { UserError } from "../user-error.ts";
import type { Terraform } from "./terraform.ts";

export interface ProviderAddress {
  /** The registry's host name: Terraform and OpenTofu have different ones. */
  readonly host: string;
  readonly namespace: string;
  readonly type: string;
  readonly version: string;
}

/** Parses the provider's address from the output of `terraform providers`. */
export function parseProviders(output: string): ProviderAddress | undefined {
  const [, host, namespace, type, version] =
    output.match(/provider\[([^/\]]+)\/([^/\]]+)\/([^/\]]+)\] (\S+)/) ?? [];
  return host && namespace && type && version ? { host, namespace, type, version } : undefined;
}

/** Runs work in a temporary folder whose configuration requires only the provider. */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  try {
    const configuration = { terraform: { required_providers: { docker: dockerProvider } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function findProviderAddress(terraform: Terraform): Promise<ProviderAddress> {
  return await inScratchFolder(async (cwd) => {
    const { stdout, stderr } = await run(terraform.program, ["providers"], { cwd });
    const address = parseProviders(stdout);
    if (address) return address;
    throw new UserError(`${terraform.program} did not print the provider's address:\n${stderr}`);
  });
}
