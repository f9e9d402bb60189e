import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Environment } from "../../environment.ts";
import { providersLink, providersLock, standInFolder } from "../../provider.ts";
import { readSecretsFile } from "../../secrets-file.ts";

/**
 * Writes the files that Terraform needs beside a stage's JSON: secrets and providers. Build contexts
 * are in `contexts.ts`.
 */
export function prepareStageFolder(
  folder: string,
  environment: Environment,
  secrets: readonly string[],
): void {
  makePrivate(environment.folder);
  makePrivate(folder);
  const values = readSecrets(environment.secretsFile, secrets);
  writePrivateFile(join(folder, "secrets.auto.tfvars.json"), values);
  useProviders(folder);
  forgetOtherState(folder, environment);
}

/**
 * Terraform writes states and plans, which contain secrets, with mode 0644: so the folder is
 * private.
 */
function makePrivate(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o700);
}

/** Returns the environment's secrets with these names, and generates those that are missing. */
function readSecrets(file: string, names: readonly string[]): Record<string, string> {
  const known = readSecretsFile(file) ?? {};
  const missing = names.filter((name) => known[name] === undefined);
  for (const name of missing) known[name] = randomBytes(24).toString("hex");
  if (missing.length > 0) writePrivateFile(file, known);
  return Object.fromEntries(names.map((name) => [name, known[name] as string]));
}

function writePrivateFile(file: string, content: object): void {
  fs.mkdirSync(dirname(file), { recursive: true });
  // A file left by a crash would keep its mode.
  fs.rmSync(`${file}.new`, { force: true });
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

function replaceLink(link: string, target: string): void {
  fs.rmSync(link, { force: true });
  fs.symlinkSync(target, link);
}

/** Terraform searches `terraform.d/plugins` of its working folder before the registry. */
function useProviders(folder: string): void {
  const link = join(folder, "terraform.d", "plugins");
  const lock = join(folder, ".terraform.lock.hcl");
  const wasMirror = fs.existsSync(dirname(link));
  fs.rmSync(dirname(link), { recursive: true, force: true });
  if (fs.existsSync(providersLink)) {
    fs.mkdirSync(dirname(link));
    replaceLink(link, providersLink);
    if (fs.existsSync(providersLock)) {
      fs.copyFileSync(providersLock, lock);
      if (fs.readlinkSync(providersLink) === standInFolder) installStandIn(folder);
    }
  } else if (wasMirror) {
    fs.rmSync(lock, { force: true });
  }
}

/**
 * Installs the stand-in as Terraform would, which then does not put it into the user's cache of providers
 * (TF_PLUGIN_CACHE_DIR, which cdktf sets), where it would replace the provider itself for other projects.
 */
export function installStandIn(folder: string, standIn = standInFolder): void {
  const installed = join(folder, ".terraform", "providers");
  fs.rmSync(installed, { recursive: true, force: true });
  const binaries = fs
    .readdirSync(standIn, { recursive: true, encoding: "utf8" })
    .filter((path) => basename(path).startsWith("terraform-provider-"));
  for (const place of binaries.map(dirname)) {
    fs.mkdirSync(dirname(join(installed, place)), { recursive: true });
    fs.symlinkSync(join(standIn, place), join(installed, place));
  }
}

/**
 * Terraform keeps the name of a selected workspace and the backend's path in `.terraform`: forgets the workspace,
 * which would have another state, and the path of another environment.
 */
function forgetOtherState(folder: string, environment: Environment): void {
  fs.rmSync(join(folder, ".terraform", "environment"), { force: true });
  const cachedBackend = join(folder, ".terraform", "terraform.tfstate");
  if (!fs.existsSync(cachedBackend)) return;
  if (join(folder, pathIn(cachedBackend)) !== environment.stateFile) fs.rmSync(cachedBackend);
}

/** The state's path in a cached backend; empty if Terraform was killed while it wrote that file. */
function pathIn(cachedBackend: string): string {
  try {
    return JSON.parse(fs.readFileSync(cachedBackend, "utf8")).backend?.config?.path ?? "";
  } catch {
    return "";
  }
}
