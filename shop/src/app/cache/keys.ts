/** Other releases, which may keep values in another form, use another number. */
const prefix = "catalogue:1";

export const generationKey = `${prefix}:generation`;

export function versionKey(scope: string): string {
  return `${prefix}:version:${scope}`;
}

export function valueKey(name: string): string {
  return `${prefix}:value:${name}`;
}

export function lockKey(name: string): string {
  return `${prefix}:lock:${name}`;
}

/** The scope of what any product belongs to; each product and each category has one of its own. */
export const everything = "everything";

export function ofProduct(id: number): string {
  return `product:${id}`;
}

/** The category's name as it may stand in a key: without spaces and control characters. */
export function ofCategory(category: string): string {
  return `category:${encodeURIComponent(category)}`;
}
