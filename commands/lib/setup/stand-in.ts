import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { localFolder, root } from "../../../environment.ts";
import { standInFolder } from "../../../provider.ts";
import { run, tail } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";
import { buildVariables, lookForGo } from "./go.ts";
import type { ProviderAddress } from "./provider-address.ts";

export const sources = join(root, "offline", "provider");
const marker = join(localFolder, "stand-in.hash");

/** Hashes the sources of the build: names and content, without tests. */
export function hashSources(folder: string): string {
  return hashFiles(
    folder,
    (file) => /(\.go|go\.mod|go\.sum)$/.test(file) && !file.endsWith("_test.go"),
  );
}

/** Hashes files of a folder, recursively: names and content. */
export function hashFiles(folder: string, isIncluded: (file: string) => boolean): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(isIncluded)
    .sort();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}

export function standInFile(provider: ProviderAddress, platform: string): string {
  const { host, namespace, type, version } = provider;
  const name = `terraform-provider-${type}_v${version}`;
  return join(standInFolder, host, namespace, type, version, platform, name);
}

export function isBuilt(file: string): boolean {
  return (
    existsSync(file) && existsSync(marker) && readFileSync(marker, "utf8") === hashSources(sources)
  );
}

/**
 * Returns the version of the Go that builds the stand-in; throws if there is none.
 * @param reason why the provider's registry is unreachable
 */
export async function checkGo(reason: string): Promise<string> {
  const { version, oldest, isNewEnough } = await lookForGo(sources);
  if (version && isNewEnough) return version;
  throw new UserError(
    `the provider's registry is unreachable (${reason}), and building the stand-in needs Go ${oldest} or newer (found: ${version ?? "none"}): install it, or set BLUEPRINT_PROVIDER_MIRROR to a folder that "terraform providers mirror" made`,
  );
}

/** @param platform as Terraform names it: `linux_amd64` */
export async function buildStandIn(file: string, platform: string): Promise<void> {
  if (isBuilt(file)) return;
  const hash = hashSources(sources);
  await step("building the stand-in for the provider with Go", async (report) => {
    mkdirSync(dirname(file), { recursive: true });
    const fresh = `${standInFolder}.new`;
    let packages = 0;
    const built = await run("go", ["build", "-v", "-trimpath", "-o", fresh, "."], {
      cwd: sources,
      env: buildVariables(platform),
      timeoutMs: 900_000,
      onLine: (line) => {
        packages += 1;
        report(line.startsWith("go: ") ? line.slice(4) : `${packages} packages compiled`);
      },
    });
    if (!built.ok) throw new UserError(`the stand-in could not be built:\n${tail(built.all, 30)}`);
    renameSync(fresh, file);
    writeFileSync(marker, hash);
  });
}
