import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { localFolder } from "../../../environment.ts";
import { providersLink, providersLock } from "../../../provider.ts";
import { run, tail } from "../process.ts";
import { UserError } from "../user-error.ts";
import { inScratchFolder } from "./provider-address.ts";
import { type Terraform, terraformVariables } from "./terraform.ts";

const marker = join(localFolder, "providers.lock.of");

/**
 * Locks the provider of a local folder in a `.terraform.lock.hcl`, which synthesis copies beside
 * each stage. Without it the CDKTF command would query the registry.
 * @param identity identifies the folder's content
 */
export async function lockProviders(terraform: Terraform, identity: string): Promise<void> {
  if (existsSync(providersLock) && existsSync(marker) && readFileSync(marker, "utf8") === identity)
    return;
  await inScratchFolder(async (cwd) => {
    mkdirSync(join(cwd, "terraform.d"));
    symlinkSync(providersLink, join(cwd, "terraform.d", "plugins"));
    const { ok, all } = await run(terraform.program, ["init", "-input=false", "-no-color"], {
      cwd,
      env: terraformVariables(),
    });
    if (!ok)
      throw new UserError(`the provider could not be installed from its folder:\n${tail(all)}`);
    copyFileSync(join(cwd, ".terraform.lock.hcl"), providersLock);
  });
  writeFileSync(marker, identity);
}

/** Removes the lock: the provider comes from the registry. */
export function unlockProviders(): void {
  for (const file of [providersLock, marker]) rmSync(file, { force: true });
}
