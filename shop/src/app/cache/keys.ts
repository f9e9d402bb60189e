/** Version of the values' format: a release that changes the format increments it. */
const PREFIX = "catalogue:1";

export const GENERATION_KEY = `${PREFIX}:generation`;

export function versionKey(scope: string): string {
  return `${PREFIX}:version:${scope}`;
}

export function valueKey(name: string): string {
  return `${PREFIX}:value:${name}`;
}

export function lockKey(name: string): string {
  return `${PREFIX}:lock:${name}`;
}

/** The scope that contains all products; each product and each category also has its own. */
export const ALL_PRODUCTS = "everything";

export function productScope(id: number): string {
  return `product:${id}`;
}

/** The category's name is encoded: a key has no spaces and no control characters. */
export function categoryScope(category: string): string {
  return `category:${encodeURIComponent(category)}`;
}
