import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder } from "../../../environment.ts";
import { run, tail } from "../process.ts";
import { UserError } from "../user-error.ts";
import { inScratchFolder, type ProviderAddress } from "./provider-address.ts";
import type { Terraform } from "./terraform.ts";
import { isRegistryUnreachable } from "./unreachable.ts";

const memory = join(localFolder, "registry.json");

/** A registry that did not answer is not asked again for this long: asking can take seconds. */
const silentForMs = 3_600_000;

export interface Memory {
  readonly provider: string;
  readonly serves: boolean;
  readonly askedAt: number;
}

/** What is known without asking; undefined if it has to be asked. */
export function recall(
  remembered: Memory | undefined,
  provider: string,
  now: number,
): boolean | undefined {
  if (remembered?.provider !== provider) return undefined;
  if (remembered.serves) return true;
  return now - remembered.askedAt < silentForMs ? false : undefined;
}

export function rememberedAnswer(address: ProviderAddress): boolean | undefined {
  try {
    return recall(JSON.parse(readFileSync(memory, "utf8")), nameOf(address), Date.now());
  } catch {
    return undefined;
  }
}

/**
 * Finds out by a `terraform init` whether a registry (or the user's own CLI configuration) serves
 * the provider. Throws where it can be reached and does not.
 */
export async function askRegistry(
  terraform: Terraform,
  address: ProviderAddress,
): Promise<boolean> {
  const { ok, all, timedOut } = await inScratchFolder((cwd) =>
    run(terraform.program, ["init", "-input=false", "-backend=false", "-no-color"], {
      cwd,
      timeoutMs: 60_000,
      env: { TF_REGISTRY_CLIENT_TIMEOUT: "5", TF_REGISTRY_DISCOVERY_RETRY: "0" },
    }),
  );
  // A slow line is no reason to go without the registry for an hour.
  if (timedOut) return false;
  if (!ok && !isRegistryUnreachable(all)) {
    throw new UserError(
      `${terraform.program} could not get ${nameOf(address)}: deal with the reason and run the same command again, or name a mirror folder in BLUEPRINT_PROVIDER_MIRROR:\n${tail(all, 25)}`,
    );
  }
  mkdirSync(dirname(memory), { recursive: true });
  const answer: Memory = { provider: nameOf(address), serves: ok, askedAt: Date.now() };
  writeFileSync(memory, JSON.stringify(answer));
  return ok;
}

/** Has the registry asked again the next time. */
export function forgetRegistry(): void {
  rmSync(memory, { force: true });
}

function nameOf({ host, namespace, type, version }: ProviderAddress): string {
  return `${host}/${namespace}/${type} ${version}`;
}
