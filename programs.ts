import { createHash, type Hash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Application, Build } from "./constructs/app/application.ts";
import { localFolder, root } from "./environment.ts";

/** The build of stage-8's observability programs. */
export const observability: Build = {
  sources: ["observability", "architecture", "programs"],
  built: [
    "constructs/observability/collector/image/dist",
    "constructs/observability/dashboard/image/dist",
  ],
  run: async () => (await import("./observability/build.ts")).buildObservability(),
};

/** npm's list of installed packages. */
const PACKAGES = "node_modules/.package-lock.json";

/** Builds the programs of the images, unless they are up to date with their sources. */
export async function buildPrograms({
  name,
  build,
}: Pick<Application, "name" | "build">): Promise<void> {
  await buildOnce("observability", observability);
  if (build) await buildOnce(name, build);
}

async function buildOnce(name: string, build: Build): Promise<void> {
  const file = join(localFolder, "programs", name);
  if (existsSync(file) && readFileSync(file, "utf8") === digestOf(root, build)) return;

  rmSync(file, { force: true });
  await build.run();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digestOf(root, build));
}

/** A digest of a build's inputs by content, and of its outputs by size and modification time. */
export function digestOf(checkout: string, { sources, built }: Build): string {
  const hash = createHash("sha256");
  for (const source of [...sources, PACKAGES]) {
    addFiles(hash, resolve(checkout, source), (file) => readFileSync(file));
  }
  for (const folder of built) {
    addFiles(hash, resolve(checkout, folder), (file) => {
      const { size, mtimeMs } = statSync(file);
      return `${size} ${mtimeMs}`;
    });
  }
  return hash.digest("hex");
}

/** Adds a file, or all files of a folder recursively, except `node_modules` and `dist`. */
function addFiles(hash: Hash, path: string, describe: (file: string) => string | Buffer): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    hash.update(`\0${path}\0`).update(describe(path));
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!["dist", "node_modules"].includes(name)) addFiles(hash, join(path, name), describe);
  }
}
