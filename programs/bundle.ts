import { buildSync } from "esbuild";
import type { Files } from "./write-folder.ts";

/**
 * Bundles a program, `src/<name>/main.ts` of a folder, into one file that needs no node_modules.
 * The bundle is reproducible.
 * @param external packages to leave out of the bundle: optional or native ones
 */
export function bundleProgram(folder: string, name: string, external: string[] = []): Files {
  const { outputFiles } = buildSync({
    absWorkingDir: folder,
    entryPoints: [`src/${name}/main.ts`],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "import.meta.dirname": "__dirname" },
    external,
    // reproducible, even if node_modules is a symbolic link
    preserveSymlinks: true,
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made no bundle for ${folder}/src/${name}`);
  return new Map([
    [`${name}.js`, file.text],
    ["package.json", '{"type":"commonjs"}\n'],
  ]);
}
