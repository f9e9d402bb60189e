import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { providersLink } from "../../../provider.ts";
import { step } from "../progress.ts";
import { standInFolder } from "./files.ts";
import { checkMirror } from "./mirror.ts";
import { findProviderAddress } from "./provider-address.ts";
import { lockProviders, unlockProviders } from "./provider-lock.ts";
import { cachedAnswer, queryRegistry } from "./registry.ts";
import { buildStandIn, hashSources, sources, standInFile } from "./stand-in.ts";
import type { Terraform } from "./terraform.ts";

export type ProviderSource = "mirror" | "registry" | "stand-in";

/** Uses the mirror that the user names, else the registry, else the stand-in. */
export async function ensureProvider(terraform: Terraform): Promise<ProviderSource> {
  const address = await findProviderAddress(terraform);

  const mirror = process.env.BLUEPRINT_PROVIDER_MIRROR;
  if (mirror) {
    checkMirror(resolve(mirror), address, terraform.platform);
    link(resolve(mirror));
    await lockProviders(terraform, resolve(mirror));
    return "mirror";
  }

  const isServed =
    cachedAnswer(address) ??
    (await step(
      `looking for the provider at ${address.host}`,
      () => queryRegistry(terraform, address),
      (answer) => (answer ? "available" : "unreachable"),
    ));
  if (isServed) {
    link(undefined);
    unlockProviders();
    return "registry";
  }

  await buildStandIn(standInFile(address, terraform.platform));
  link(standInFolder);
  await lockProviders(terraform, hashSources(sources));
  return "stand-in";
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
