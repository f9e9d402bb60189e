import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { provideDuckDb } from "./build/duckdb.ts";
import { type Files, writeFolder } from "./build/files.ts";
import { pageFiles, runbookFiles } from "./build/page.ts";

const observability = import.meta.dirname;
/** The images' folders of the checkout. */
const IMAGES = join(observability, "..", "images");

/** Each program, and the image whose folder `dist` it is bundled into. */
const programs = [
  { image: "collector", name: "collector" },
  { image: "dashboard", name: "dashboard" },
  { image: "log-host", name: "log-host" },
];

/**
 * Bundles the programs of the observing side into their images' folders. The same sources give the
 * same bytes; a file with the right content is left alone.
 */
export function buildObservability(images = IMAGES): void {
  const folders = new Map<string, Files>(
    programs.map(({ image }) => [image, new Map([["package.json", '{"type":"commonjs"}\n']])]),
  );
  for (const { image, name } of programs) folders.get(image)?.set(`${name}.js`, bundle(name));
  for (const [path, content] of [...pageFiles(), ...runbookFiles()]) {
    folders.get("dashboard")?.set(path, content);
  }
  for (const [image, files] of folders) writeFolder(join(images, image, "dist"), files);
  provideDuckDb(join(images, "log-host", "node_modules"));
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
