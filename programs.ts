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

/** Where what is built is. */
const built = [
  "shop/dist",
  "shop/images/shop/dist",
  "shop/images/payment-provider/dist",
  "constructs/observability/collector/image/dist",
  "constructs/observability/dashboard/image/dist",
  "constructs/observability/log-host/image/dist",
  "constructs/observability/log-host/image/node_modules",
];

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
  for (const source of sources) {
    addFiles(hash, join(checkout, source), (file) => readFileSync(file));
  }
  for (const folder of built) {
    addFiles(hash, join(checkout, folder), (file) => {
      const { size, mtimeMs } = statSync(file);
      return `${size} ${mtimeMs}`;
    });
  }
  return hash.digest("hex");
}

/** Adds a file, or all those of a folder and its folders, but for packages and what was built in it. */
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
