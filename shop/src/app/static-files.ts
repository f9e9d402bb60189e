import { readFileSync } from "node:fs";

/** File names with a content hash, by their source names, such as `style.css`. */
let names: Readonly<Record<string, string>> | undefined;

/** Reads the list of static files that the build has written; without a file, forgets it. */
export function readStaticNames(file?: string): void {
  names = file === undefined ? undefined : JSON.parse(readFileSync(file, "utf8"));
}

/** URL path of a static file. Without a build, as in tests, its name has no hash. */
export function staticPath(name: string): string {
  const built = names ? names[name] : name;
  if (built === undefined) throw new Error(`the build has written no static file ${name}`);
  return `/static/${built}`;
}

/** URL path of a product's picture. */
export function picturePath(product: number): string {
  return staticPath(`products/${product}.svg`);
}
