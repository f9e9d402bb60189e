import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { providersLink } from "../../../provider.ts";
import { step } from "../progress.ts";
import { standInFolder } from "./files.ts";
import { checkMirror } from "./mirror.ts";
import { askAddress } from "./provider-address.ts";
import { lockProviders, unlockProviders } from "./provider-lock.ts";
import { askRegistry, rememberedAnswer } from "./registry.ts";
import { buildStandIn, hashSources, sources, standInFile } from "./stand-in.ts";
import type { Terraform } from "./terraform.ts";

export type ProviderSource = "mirror" | "registry" | "stand-in";

/** A mirror that the user names comes first, then the registry, and the stand-in last. */
export async function ensureProvider(terraform: Terraform): Promise<ProviderSource> {
  const address = await askAddress(terraform);

  const mirror = process.env.BLUEPRINT_PROVIDER_MIRROR;
  if (mirror) {
    checkMirror(resolve(mirror), address, terraform.platform);
    link(resolve(mirror));
    await lockProviders(terraform, resolve(mirror));
    return "mirror";
  }

  const serves =
    rememberedAnswer(address) ??
    (await step(
      `asking ${address.host} for the provider`,
      () => askRegistry(terraform, address),
      (answer) => (answer ? "it serves it" : "it can't be reached"),
    ));
  if (serves) {
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
