import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { providersLink, standInFolder } from "../../../provider.ts";
import type { Answer } from "../answer.ts";
import { step } from "../progress.ts";
import { checkMirror } from "./mirror.ts";
import { findProviderAddress, type ProviderAddress } from "./provider-address.ts";
import { lockProviders, unlockProviders } from "./provider-lock.ts";
import { cachedAnswer, queryRegistry } from "./registry.ts";
import { buildStandIn, checkGo, hashSources, isBuilt, sources, standInFile } from "./stand-in.ts";
import type { Terraform } from "./terraform.ts";

export type ProviderSource = "mirror" | "registry" | "stand-in";

/** Where the provider comes from: `served by registry.terraform.io`. */
export interface Choice extends Answer {
  readonly source: ProviderSource;
  /** Makes Terraform use it. */
  readonly install: () => Promise<void>;
}

/**
 * Chooses the mirror that the user names, else what Terraform itself finds (the registry, or a mirror
 * of the user's own CLI configuration), else the stand-in. Changes nothing.
 * @throws UserError if none of them can be had
 */
export async function chooseProvider(terraform: Terraform): Promise<Choice> {
  const address = await findProviderAddress(terraform);

  const mirror = process.env.BLUEPRINT_PROVIDER_MIRROR;
  if (mirror) {
    const folder = resolve(mirror);
    checkMirror(folder, address, terraform.platform);
    const install = async () => {
      link(folder);
      await lockProviders(terraform, folder);
    };
    return { source: "mirror", found: `mirror folder ${folder}`, install };
  }

  const reason = await whyNotServed(terraform, address);
  if (reason === undefined) {
    const install = async () => {
      link(undefined);
      unlockProviders();
    };
    return { source: "registry", found: `served by ${address.host}`, install };
  }

  const file = standInFile(address, terraform.platform);
  const install = async () => {
    await buildStandIn(file, terraform.platform);
    link(standInFolder);
    await lockProviders(terraform, hashSources(sources));
  };
  const found = `${address.host} cannot be reached (${reason}), the stand-in is used`;
  if (isBuilt(file)) return { source: "stand-in", found, install };
  return {
    source: "stand-in",
    found,
    todo: `deploy builds it with Go ${await checkGo(reason)}`,
    install,
  };
}

/** Uses the provider that can be had. */
export async function ensureProvider(terraform: Terraform): Promise<ProviderSource> {
  const { source, install } = await chooseProvider(terraform);
  await install();
  return source;
}

/** Returns why Terraform finds no provider; undefined if it finds one. */
async function whyNotServed(
  terraform: Terraform,
  address: ProviderAddress,
): Promise<string | undefined> {
  const cached = cachedAnswer(address);
  if (cached !== undefined) return cached ? undefined : "asked within the last hour";
  return await step(
    `looking for the provider at ${address.host}`,
    () => queryRegistry(terraform, address),
    (reason) => (reason === undefined ? "available" : `unreachable (${reason})`),
  );
}

function link(target: string | undefined): void {
  if (target === currentLink()) return;
  rmSync(providersLink, { force: true });
  if (target === undefined) return;
  mkdirSync(dirname(providersLink), { recursive: true });
  symlinkSync(target, providersLink);
}

function currentLink(): string | undefined {
  try {
    return readlinkSync(providersLink);
  } catch {
    return undefined;
  }
}
