import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { provideDuckDb } from "./build/duckdb.ts";
import { type Files, writeFolder } from "./build/files.ts";
import { pageFiles, runbookFiles } from "./build/page.ts";

const observability = import.meta.dirname;
/** The folders of the programs' constructs, each with its image. */
const CONSTRUCTS = join(observability, "..", "constructs/observability");

/** Each is bundled into `dist` of the image of the same name. */
const programs = ["collector", "dashboard", "log-host"];

/**
 * Bundles the programs of the observing side into their images' folders. The same sources give the
 * same bytes; a file with the right content is left alone.
 */
export function buildObservability(constructs = CONSTRUCTS): void {
  const folders = new Map<string, Files>(
    programs.map((name) => [name, new Map([["package.json", '{"type":"commonjs"}\n']])]),
  );
  for (const name of programs) folders.get(name)?.set(`${name}.js`, bundle(name));
  for (const [path, content] of [...pageFiles(), ...runbookFiles()]) {
    folders.get("dashboard")?.set(path, content);
  }
  for (const [name, files] of folders) writeFolder(join(constructs, name, "image/dist"), files);
  provideDuckDb(join(constructs, "log-host/image/node_modules"));
}

/** The program as one file that needs no node_modules, but for DuckDB's library. */
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
    // The same bytes wherever the packages are, also behind a link.
    preserveSymlinks: true,
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild gave no bundle for src/${name}`);
  return file.text;
}

const [, called] = process.argv;
if (called && realpathSync(called) === fileURLToPath(import.meta.url)) buildObservability();
