import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { type Files, writeFolder } from "../programs/write-folder.ts";
import { provideDuckDb } from "./build/duckdb.ts";
import { pageFiles } from "./build/page.ts";

const observability = import.meta.dirname;
/** Holds one folder for each program's construct, with its image. */
const CONSTRUCTS = join(observability, "..", "constructs/observability");

/** Each is bundled into `dist/` of the image with the same name. */
const programs = ["collector", "dashboard", "log-host"];

/**
 * Bundles the observability programs into their images' folders. The build is reproducible, and a
 * file that is up to date is not written again.
 */
export function buildObservability(constructs = CONSTRUCTS): void {
  const folders = new Map<string, Files>(
    programs.map((name) => [name, new Map([["package.json", '{"type":"commonjs"}\n']])]),
  );
  for (const name of programs) folders.get(name)?.set(`${name}.js`, bundle(name));
  for (const [path, content] of pageFiles()) folders.get("dashboard")?.set(path, content);
  for (const [name, files] of folders) writeFolder(join(constructs, name, "image/dist"), files);
  provideDuckDb(join(constructs, "log-host/image/node_modules"));
}

/** Bundles a program into one file that needs no node_modules except DuckDB's native library. */
function bundle(name: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: observability,
    entryPoints: [`src/${name}/main.ts`],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    define: { "import.meta.dirname": "__dirname" },
    external: ["@duckdb/node-bindings-*"],
    // Reproducible wherever node_modules is, also behind a symlink.
    preserveSymlinks: true,
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild returned no bundle for src/${name}`);
  return file.text;
}

const [, called] = process.argv;
if (called && realpathSync(called) === fileURLToPath(import.meta.url)) buildObservability();
