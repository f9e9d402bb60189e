import { isDeepStrictEqual } from "node:util";
import { BLOCK_DEFAULTS, DEFAULTS } from "../../lib/stack/provider-schema.ts";
import type { Resource } from "../../lib/stack/stack.ts";

/** An attribute that differs; a value is undefined if it is not set. */
export interface Difference {
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Attributes whose order matters; all other lists are compared as sets. */
const ORDERED = new Set(["command", "entrypoint", "test"]);

/** Terraform's meta-arguments, to which `ignore_changes` does not apply. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set(["depends_on", "lifecycle"]);

/** Returns the differences between two versions of a resource, sorted by attribute. */
export function differencesOf(before: Resource, after: Resource): Difference[] {
  // most resources are the same, and to normalize them takes longer than to see that
  if (isDeepStrictEqual(before, after)) return [];
  const { ignore_changes: ignored = [] } = after.lifecycle;
  const isIgnored = (attribute: string) =>
    !META_ARGUMENTS.has(attribute) && (ignored === "all" || ignored.includes(attribute));
  const [one, other] = [configured(before), configured(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .sort()
    .map((attribute) => ({ attribute, before: one[attribute], after: other[attribute] }))
    .filter((each) => !isIgnored(each.attribute))
    .filter((each) => !isDeepStrictEqual(each.before, each.after));
}

/** Resources are immutable, so their configured attributes are cached. */
const cache = new WeakMap<Resource, Record<string, unknown>>();

function configured(resource: Resource): Record<string, unknown> {
  const found = cache.get(resource) ?? withoutDefaults(resource);
  cache.set(resource, found);
  return found;
}

function withoutDefaults({
  type,
  attributes,
  lifecycle,
  dependsOn,
}: Resource): Record<string, unknown> {
  const defaults = DEFAULTS[type] ?? {};
  const all = { ...attributes, lifecycle, depends_on: dependsOn };
  return Object.fromEntries(
    Object.entries(all).flatMap(([attribute, value]) => {
      const isDefault =
        attribute in defaults && (value ?? defaults[attribute]) === defaults[attribute];
      const own = normalize(value, attribute);
      if (isDefault || (isEmpty(own) && !(attribute in defaults))) return [];
      return [[attribute, own] as const];
    }),
  );
}

/** Normalizes a value: sorts sets, and removes empty values and defaults. */
function normalize(value: unknown, attribute: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((each) => normalize(each, attribute));
    return ORDERED.has(attribute) ? items : distinct(items);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, normalize(each, key)] as const)
      .filter(([key, each]) => !isEmpty(each) && BLOCK_DEFAULTS[key] !== each)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Removes duplicates and sorts, by the items' JSON. */
function distinct(items: readonly unknown[]): unknown[] {
  const texts = new Set(items.map((item) => JSON.stringify(item)));
  return [...texts].sort().map((text) => JSON.parse(text));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
