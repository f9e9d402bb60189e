import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../../../environment.ts";
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

/**
 * Runs work in a temporary folder whose configuration requires only the provider. It is in the checkout,
 * because a version manager chooses Terraform by the folders above the one in which it runs.
 */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(localFolder, { recursive: true });
  const folder = mkdtempSync(join(localFolder, "scratch-"));
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
