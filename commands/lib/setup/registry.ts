import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder } from "../../../environment.ts";
import { run, tail } from "../process.ts";
import { UserError } from "../user-error.ts";
import { inScratchFolder, type ProviderAddress } from "./provider-address.ts";
import type { Terraform } from "./terraform.ts";
import { isRegistryUnreachable, whyUnreachable } from "./unreachable.ts";

const cacheFile = join(localFolder, "registry.json");

/** How long an unreachable registry is not queried again: a query can take seconds. */
const retryAfterMs = 3_600_000;

export interface CachedAnswer {
  readonly provider: string;
  readonly serves: boolean;
  readonly askedAt: number;
}

/** Returns the cached answer if it is still valid; otherwise undefined. */
export function readCache(
  cached: CachedAnswer | undefined,
  provider: string,
  now: number,
): boolean | undefined {
  if (cached?.provider !== provider) return undefined;
  if (cached.serves) return true;
  const age = now - cached.askedAt;
  // An answer from the future was noted while the clock was ahead.
  return age >= 0 && age < retryAfterMs ? false : undefined;
}

export function cachedAnswer(address: ProviderAddress): boolean | undefined {
  try {
    return readCache(JSON.parse(readFileSync(cacheFile, "utf8")), nameOf(address), Date.now());
  } catch {
    return undefined;
  }
}

/**
 * Runs `terraform init` to find out whether the registry (or the user's own CLI configuration)
 * serves the provider. Throws if the registry is reachable and does not serve it.
 * @returns why it is unreachable; undefined if it serves the provider
 */
export async function queryRegistry(
  terraform: Terraform,
  address: ProviderAddress,
): Promise<string | undefined> {
  const { ok, all, timedOut } = await inScratchFolder((cwd) =>
    run(terraform.program, ["init", "-input=false", "-backend=false", "-no-color"], {
      cwd,
      timeoutMs: 60_000,
      env: { TF_REGISTRY_CLIENT_TIMEOUT: "5", TF_REGISTRY_DISCOVERY_RETRY: "0" },
    }),
  );
  // Not cached: a slow connection must not rule out the registry for an hour.
  if (timedOut) return "no answer in 60 s";
  if (!ok && !isRegistryUnreachable(all)) {
    throw new UserError(
      `${terraform.program} could not get ${nameOf(address)}: fix the cause and run the same command again, or name a mirror folder in BLUEPRINT_PROVIDER_MIRROR:\n${tail(all, 25)}`,
    );
  }
  mkdirSync(dirname(cacheFile), { recursive: true });
  const answer: CachedAnswer = { provider: nameOf(address), serves: ok, askedAt: Date.now() };
  writeFileSync(cacheFile, JSON.stringify(answer));
  return ok ? undefined : whyUnreachable(all);
}

/** Makes the next run query the registry again. */
export function clearRegistryCache(): void {
  rmSync(cacheFile, { force: true });
}

function nameOf({ host, namespace, type, version }: ProviderAddress): string {
  return `${host}/${namespace}/${type} ${version}`;
}
