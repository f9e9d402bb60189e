import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { picture } from "./src/products/pictures/picture.ts";
import { products } from "./src/products/products.ts";

const shop = import.meta.dirname;

/** What the shop's programs are in images: a file's content by its path. */
type Files = Map<string, string>;

/**
 * Bundles the programs into `dist` of `images/shop` and `images/payment-provider`, and writes what is
 * served as files to `dist/files`, each under a name that carries a hash of its content, which the
 * app server reads from a list. The same sources give the same bytes; a file with the right content
 * is left alone.
 * @param target where these folders are. @default - the shop's own folder
 */
export function buildShop(target = shop): void {
  const bundle = bundles();
  const shopPrograms = ["app", "worker", "dead-letters"].flatMap((name) => [
    ...program(name, bundle(name)),
  ]);
  const { files, names } = staticFiles();
  write(
    join(target, "images/shop/dist"),
    new Map([
      ...shopPrograms,
      ...migrationFiles(),
      ["static-names.json", `${JSON.stringify(names, null, 2)}\n`],
    ]),
  );
  const paymentProvider = program("payment-provider", bundle("payment-provider"));
  write(join(target, "images/payment-provider/dist"), paymentProvider);
  write(join(target, "dist/files"), files);
}

function program(name: string, bundle: string): Files {
  return new Map([
    [`${name}.js`, bundle],
    ["package.json", `${JSON.stringify({ type: "commonjs" })}\n`],
  ]);
}

/** Each program as one file that needs no node_modules. */
function bundles(): (name: string) => string {
  const { outputFiles } = buildSync({
    absWorkingDir: shop,
    entryPoints: [
      "src/app/main.ts",
      "src/dead-letters/main.ts",
      "src/payment-provider/main.ts",
      "src/worker/main.ts",
    ],
    outdir: ".",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "import.meta.dirname": "__dirname" },
    // optional, and not used: pg looks for its native driver
    external: ["pg-native"],
    // The same bytes wherever the packages are, also behind a link.
    preserveSymlinks: true,
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
    write: false,
  });
  return (name) => {
    const file = outputFiles.find(({ path }) => path.endsWith(join(name, "main.js")));
    if (file === undefined) throw new Error(`esbuild gave no bundle for src/${name}`);
    return file.text;
  };
}

function migrationFiles(): Files {
  const folder = join(shop, "migrations");
  const names = readdirSync(folder).sort();
  return new Map(
    names.map((name) => [`migrations/${name}`, readFileSync(join(folder, name), "utf8")]),
  );
}

/** What is served as files, and the name of each in `src` with the one that it is served under. */
function staticFiles(): { files: Files; names: Record<string, string> } {
  const folder = join(shop, "src/static");
  const sources: [string, string][] = [
    ...readdirSync(folder)
      .sort()
      .map((name): [string, string] => [name, readFileSync(join(folder, name), "utf8")]),
    ...products.map((product): [string, string] => [
      `products/${product.id}.svg`,
      picture(product),
    ]),
  ];
  const named = sources.map(([name, content]) => ({ name, content, as: hashed(name, content) }));
  return {
    files: new Map(named.map(({ as, content }) => [as, content])),
    names: Object.fromEntries(named.map(({ name, as }) => [name, as])),
  };
}

/** The name with a hash of the content, `style.7f3a9c1d.css`: it never means another content. */
function hashed(name: string, content: string): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  return name.replace(/(?=\.\w+$)/, `.${hash}`);
}

/** Makes a folder hold these files and no others. */
function write(folder: string, files: Files): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const present = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of present.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!files.has(path)) rmSync(join(folder, path));
  }
}

const [, called] = process.argv;
if (called && realpathSync(called) === fileURLToPath(import.meta.url)) buildShop();
