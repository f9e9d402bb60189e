import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Files } from "../../programs/write-folder.ts";

const observability = join(import.meta.dirname, "..");

/** The static files for the browser, under `public/`: the page, its script and its styles. */
export function pageFiles(): Files {
  const { outputFiles } = buildSync({
    absWorkingDir: observability,
    entryPoints: { page: "src/page/main.tsx", runbook: "src/page/runbook.css" },
    outdir: ".",
    bundle: true,
    platform: "browser",
    target: "es2022",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    // Reproducible wherever node_modules is, also behind a symlink.
    preserveSymlinks: true,
    legalComments: "none",
    minify: true,
    logLevel: "error",
    write: false,
  });
  const built = outputFiles.map(({ path, text }): [string, string] => [
    `public/${path.slice(observability.length + 1)}`,
    text,
  ]);
  const names = ["index.html", "icon.svg"];
  const files = names.map((name): [string, string] => [
    `public/${name}`,
    readFileSync(join(observability, "src/page", name), "utf8"),
  ]);
  return new Map([...built, ...files]);
}
