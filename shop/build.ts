import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleProgram } from "../programs/bundle.ts";
import { isStarted } from "../programs/is-started.ts";
import { type Files, writeFolder } from "../programs/write-folder.ts";
import { picture } from "./src/products/pictures/picture.ts";
import { products } from "./src/products/products.ts";

const shop = import.meta.dirname;

/** The program that has its own image. */
const PAYMENT_PROVIDER = "payment-provider";

/** The programs: each folder of `src` with a `main.ts`. */
const programs = readdirSync(join(shop, "src"))
  .filter((name) => existsSync(join(shop, "src", name, "main.ts")))
  .sort();

/**
 * Bundles the programs into `dist` of `images/shop` and `images/payment-provider`, and writes the
 * static files to `dist/files`. The name of a static file contains a hash of its content; the app
 * server reads the names from `static-names.json`. The build is reproducible, and does not touch
 * unchanged files.
 * @param target folder to write to. @default - the shop's folder
 */
export function buildShop(target = shop): void {
  const shopPrograms = programs
    .filter((name) => name !== PAYMENT_PROVIDER)
    .flatMap((name) => [...program(name)]);
  const { files, names } = staticFiles();
  writeFolder(
    join(target, "images/shop/dist"),
    new Map([
      ...shopPrograms,
      ...migrationFiles(),
      ["static-names.json", `${JSON.stringify(names, null, 2)}\n`],
    ]),
  );
  writeFolder(join(target, "images/payment-provider/dist"), program(PAYMENT_PROVIDER));
  writeFolder(join(target, "dist/files"), files);
}

/** A program bundled with its packages, without pg's optional native driver. */
function program(name: string): Files {
  return bundleProgram(shop, name, ["pg-native"]);
}

function migrationFiles(): Files {
  const folder = join(shop, "migrations");
  const names = readdirSync(folder).sort();
  return new Map(
    names.map((name) => [`migrations/${name}`, readFileSync(join(folder, name), "utf8")]),
  );
}

/** The static files, and their hashed names by their names in `src`. */
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

/** Adds a hash of the content to a name, for immutable caching: `style.7f3a9c1d.css`. */
function hashed(name: string, content: string): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  return name.replace(/(?=\.\w+$)/, `.${hash}`);
}

if (isStarted(import.meta.url)) buildShop();
