import { readFileSync } from "node:fs";

/** Names of static files, such as `style.css`, with those that carry a hash of the content. */
let names: Readonly<Record<string, string>> | undefined;

/** Reads under which names the build has written the static files. */
export function readStaticNames(file: string): void {
  names = JSON.parse(readFileSync(file, "utf8"));
}

/** Where a static file is. Without the names of a build, as in tests, it is under its own name. */
export function staticPath(name: string): string {
  const built = names ? names[name] : name;
  if (built === undefined) throw new Error(`the build has written no static file ${name}`);
  return `/static/${built}`;
}

/** Where a product's picture is. */
export function picturePath(product: number): string {
  return staticPath(`products/${product}.svg`);
}
