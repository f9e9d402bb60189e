import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { buildSync } from "esbuild";
import type { Files } from "./files.ts";

const observability = join(import.meta.dirname, "..");
const runbooks = join(observability, "..", "docs/runbooks");

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

/** The runbooks that alerts link to, under `runbooks/`. */
export function runbookFiles(): Files {
  const names = existsSync(runbooks) ? readdirSync(runbooks).sort() : [];
  return new Map(
    names
      .filter((name) => extname(name) === ".md")
      .map((name) => [`runbooks/${name}`, readFileSync(join(runbooks, name), "utf8")]),
  );
}
