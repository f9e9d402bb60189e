import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
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
  /** The provider, and a digest of what decides where Terraform finds it. */
  readonly question: string;
  readonly serves: boolean;
  readonly askedAt: number;
}

/** Returns the cached answer if it is still valid; otherwise undefined. */
export function readCache(
  cached: CachedAnswer | undefined,
  question: string,
  now: number,
): boolean | undefined {
  if (cached?.question !== question) return undefined;
  if (cached.serves) return true;
  const age = now - cached.askedAt;
  // An answer from the future was noted while the clock was ahead.
  return age >= 0 && age < retryAfterMs ? false : undefined;
}

export function cachedAnswer(address: ProviderAddress): boolean | undefined {
  try {
    return readCache(JSON.parse(readFileSync(cacheFile, "utf8")), questionOf(address), Date.now());
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
  const answer: CachedAnswer = { question: questionOf(address), serves: ok, askedAt: Date.now() };
  writeFileSync(cacheFile, JSON.stringify(answer));
  return ok ? undefined : whyUnreachable(all);
}

/** Makes the next run query the registry again. */
export function clearRegistryCache(): void {
  rmSync(cacheFile, { force: true });
}

/** The variables by which Terraform finds a registry: proxies, and the settings of its client. */
const VARIABLES = /^((https?|all|no)_proxy|TF_(CLI_CONFIG_FILE|REGISTRY_\w+)|SSL_CERT_\w+)$/i;

/** An answer that was cached with another proxy or another CLI configuration is none. */
export function questionOf(address: ProviderAddress, env: NodeJS.ProcessEnv = process.env): string {
  const variables = Object.entries(env).filter(([name]) => VARIABLES.test(name));
  const way = [
    ...variables.sort(),
    readText(env.TF_CLI_CONFIG_FILE || join(homedir(), ".terraformrc")),
  ];
  const digest = createHash("sha256").update(JSON.stringify(way)).digest("hex").slice(0, 12);
  return `${nameOf(address)} ${digest}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function nameOf({ host, namespace, type, version }: ProviderAddress): string {
  return `${host}/${namespace}/${type} ${version}`;
}
