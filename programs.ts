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
import { dirname, join } from "node:path";
import { localFolder, root } from "./environment.ts";

/** What the images' programs are built from: their sources, and what npm says that it has installed. */
const sources = ["shop", "observability", "docs/runbooks", "node_modules/.package-lock.json"];

/** Where what is built is, in an image's folder. */
const builtFolders = ["dist", "static", "node_modules"];

/** Builds the images' programs, unless they are as they were built from these very sources. */
export async function buildPrograms(): Promise<void> {
  const file = join(localFolder, "programs");
  if (existsSync(file) && readFileSync(file, "utf8") === digestOfPrograms(root)) return;

  rmSync(file, { force: true });
  const { buildShop } = await import("./shop/build.ts");
  const { buildObservability } = await import("./observability/build.ts");
  buildShop();
  buildObservability();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digestOfPrograms(root));
}

/** A digest of what a checkout's programs are built from, and of what was built: of the latter by size and time. */
export function digestOfPrograms(checkout: string): string {
  const hash = createHash("sha256");
  const images = join(checkout, "images");
  for (const source of sources) {
    addFiles(hash, join(checkout, source), (file) => readFileSync(file));
  }
  for (const image of readdirSync(images).sort()) {
    for (const folder of builtFolders) {
      addFiles(hash, join(images, image, folder), (file) => {
        const { size, mtimeMs } = statSync(file);
        return `${size} ${mtimeMs}`;
      });
    }
  }
  return hash.digest("hex");
}

/** Adds a file, or all those of a folder and its folders, but for packages in it. */
function addFiles(hash: Hash, path: string, describe: (file: string) => string | Buffer): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    hash.update(`\0${path}\0`).update(describe(path));
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== "node_modules") addFiles(hash, join(path, name), describe);
  }
}
