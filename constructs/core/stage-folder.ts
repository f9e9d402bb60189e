import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../../environment.ts";
import { providersLink, providersLock } from "../../provider.ts";
import { IMAGES, type Image } from "./image.ts";

/** Puts beside a synthesized stage what Terraform needs there but must not be part of the stage. */
export function prepareStageFolder(
  folder: string,
  environment: Environment,
  secrets: readonly string[],
  images: readonly Image[],
): void {
  makePrivate(environment.folder);
  makePrivate(folder);
  const values = readSecrets(environment.secretsFile, secrets);
  writePrivateFile(join(folder, "secrets.auto.tfvars.json"), values);
  provideContexts(join(folder, IMAGES), images);
  useProviders(folder);
  forgetOtherState(folder, environment);
}

/** Terraform writes secrets into states and plans that everybody may read: the folder keeps others out. */
function makePrivate(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o700);
}

/** The environment's secrets of those names; each is made at random when it is first asked for. */
function readSecrets(file: string, names: readonly string[]): Record<string, string> {
  const known: Record<string, string> = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, "utf8"))
    : {};
  const missing = names.filter((name) => known[name] === undefined);
  for (const name of missing) known[name] = randomBytes(24).toString("hex");
  if (missing.length > 0) writePrivateFile(file, known);
  return Object.fromEntries(names.map((name) => [name, known[name] as string]));
}

function writePrivateFile(file: string, content: object): void {
  fs.mkdirSync(dirname(file), { recursive: true });
  // What a crash left there would keep its mode.
  fs.rmSync(`${file}.new`, { force: true });
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** Puts there what each image is built from, by its name, and nothing else. */
function provideContexts(folder: string, images: readonly Image[]): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const { node, context } of images) context.provide(join(folder, node.id));
}

function replaceLink(link: string, target: string): void {
  fs.rmSync(link, { force: true });
  fs.symlinkSync(target, link);
}

/** Terraform looks into `terraform.d/plugins` of its working folder before it asks the registry. */
function useProviders(folder: string): void {
  const link = join(folder, "terraform.d", "plugins");
  const lock = join(folder, ".terraform.lock.hcl");
  const wasMirror = fs.existsSync(dirname(link));
  fs.rmSync(dirname(link), { recursive: true, force: true });
  if (fs.existsSync(providersLink)) {
    fs.mkdirSync(dirname(link));
    replaceLink(link, providersLink);
    if (fs.existsSync(providersLock)) fs.copyFileSync(providersLock, lock);
  } else if (wasMirror) {
    fs.rmSync(lock, { force: true });
  }
}

/** Terraform remembers which state a folder belongs to; another environment's must be forgotten. */
function forgetOtherState(folder: string, environment: Environment): void {
  const memory = join(folder, ".terraform", "terraform.tfstate");
  if (!fs.existsSync(memory)) return;
  const path: string = JSON.parse(fs.readFileSync(memory, "utf8")).backend?.config?.path ?? "";
  if (join(folder, path) !== environment.stateFile) fs.rmSync(memory);
}
