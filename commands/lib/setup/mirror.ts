import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../user-error.ts";
import type { ProviderAddress } from "./provider-address.ts";

/** The paths of a provider in a packed and in an unpacked mirror. */
function placesInMirror(provider: ProviderAddress, platform: string): string[] {
  const folder = join(provider.host, provider.namespace, provider.type);
  const name = `terraform-provider-${provider.type}`;
  return [
    join(folder, `${name}_${provider.version}_${platform}.zip`),
    join(folder, provider.version, platform),
  ];
}

/** Throws unless the folder contains the provider for this platform. */
export function checkMirror(folder: string, provider: ProviderAddress, platform: string): void {
  if (!existsSync(folder)) {
    throw new UserError(`BLUEPRINT_PROVIDER_MIRROR names ${folder}, which does not exist`);
  }
  const [packed, unpacked] = placesInMirror(provider, platform).map((place) => join(folder, place));
  if (existsSync(packed as string) || hasFiles(unpacked as string)) return;
  throw new UserError(
    `BLUEPRINT_PROVIDER_MIRROR names ${folder}, which lacks ${provider.namespace}/${provider.type} ${provider.version} for ${platform} (expected ${packed}): make it with "terraform providers mirror -platform=${platform} ${folder}" where the registry can be reached`,
  );
}

function hasFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}
