import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** The files that the image needs from DuckDB's Linux package; the JavaScript is in the bundle. */
const FILES = ["package.json", "duckdb.node", "libduckdb.so"];

/**
 * Puts DuckDB's native library for Linux into the image's folder `modules`, for this machine's CPU
 * architecture: the Docker host has the same one, also in a virtual machine. On Linux it is copied
 * from `node_modules`; elsewhere npm downloads the locked version once.
 */
export function provideDuckDb(modules: string): void {
  const name = `@duckdb/node-bindings-linux-${process.arch}`;
  const { version, integrity } = locked(name);
  const target = join(modules, name);
  if (hasVersion(target, version)) return;
  const installed = join(root, "node_modules", name);
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  if (hasVersion(installed, version)) copyPackage(installed, target);
  else fetchPackage(`${name}@${version}`, integrity, target);
}

function locked(name: string): { version: string; integrity: string } {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const found = packages[`node_modules/${name}`];
  if (found) return found;
  throw new Error(
    `DuckDB has no ${name}: the log host of stage-8 runs on x64 and arm64 processors only`,
  );
}

function hasVersion(folder: string, version: string): boolean {
  if (!FILES.every((file) => existsSync(join(folder, file)))) return false;
  if (statSync(join(folder, "libduckdb.so")).size === 0) return false;
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version === version;
}

/** Copies package.json last: its version marks the copy as complete. */
function copyPackage(installed: string, target: string): void {
  for (const file of FILES.toReversed()) copyFileSync(join(installed, file), join(target, file));
}

/** Downloads the package from npm's registry and checks its hash against `package-lock.json`. */
function fetchPackage(wanted: string, integrity: string, target: string): void {
  try {
    const output = execFileSync("npm", ["pack", wanted, "--json", "--pack-destination", target], {
      encoding: "utf8",
    });
    const [packed] = JSON.parse(output);
    if (packed.integrity !== integrity) throw new Error(`it has the hash ${packed.integrity}`);
    const archive = join(target, packed.filename);
    const paths = FILES.map((file) => `package/${file}`);
    execFileSync("tar", ["-xzf", archive, "-C", target, "--strip-components=1", ...paths]);
    rmSync(archive);
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    throw new Error(
      `cannot fetch ${wanted}, which the log host's image needs: ${(error as Error).message}: check that npm reaches its registry`,
    );
  }
}
