import { resolve } from "node:path";
import { lookForGo } from "../../lib/setup/go.ts";
import { checkMirror } from "../../lib/setup/mirror.ts";
import { findProviderAddress, type ProviderAddress } from "../../lib/setup/provider-address.ts";
import { cachedAnswer } from "../../lib/setup/registry.ts";
import { isBuilt, sources, standInFile } from "../../lib/setup/stand-in.ts";
import { tryFindTerraform } from "../../lib/setup/terraform.ts";
import { type Check, later, missing, there } from "./check.ts";

const name = "provider";

export async function checkProvider(): Promise<Check> {
  const terraform = await tryFindTerraform();
  if (!terraform) return later(name, "unknown without Terraform", "install Terraform first");
  const address = await findProviderAddress(terraform);

  const mirror = process.env.BLUEPRINT_PROVIDER_MIRROR;
  if (mirror) {
    try {
      checkMirror(resolve(mirror), address, terraform.platform);
      return there(name, `mirror folder ${resolve(mirror)}`);
    } catch (error) {
      return missing(name, (error as Error).message, "correct or unset BLUEPRINT_PROVIDER_MIRROR");
    }
  }
  const isServed = cachedAnswer(address);
  if (isServed) return there(name, `served by ${address.host}`);
  if (isServed === undefined && (await answers(address))) {
    return there(name, `${address.host} answers`);
  }
  return await checkStandIn(address, terraform.platform);
}

async function checkStandIn(address: ProviderAddress, platform: string): Promise<Check> {
  const unreachable = `${address.host} cannot be reached`;
  if (isBuilt(standInFile(address, platform))) {
    return there(name, `${unreachable}, the stand-in is built`);
  }
  const { version, oldest, isNewEnough } = await lookForGo(sources);
  if (isNewEnough) return later(name, unreachable, `deploy builds the stand-in with Go ${version}`);
  const found = `${unreachable}, Go ${version ?? "is not installed"}`;
  return missing(name, found, `install Go ${oldest} or newer, or set BLUEPRINT_PROVIDER_MIRROR`);
}

/** Requests the registry's discovery document, with a short time-out. */
async function answers({ host }: ProviderAddress): Promise<boolean> {
  try {
    const url = `https://${host}/.well-known/terraform.json`;
    return (await fetch(url, { signal: AbortSignal.timeout(1500) })).ok;
  } catch {
    return false;
  }
}
