import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../../lib/stack/stack.ts";

/** An attribute that differs; undefined where it is not written. */
export interface Difference {
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Attributes whose order means something; all other lists are sets, or as good as that. */
const ORDERED = new Set(["command", "entrypoint", "test"]);

/** What Terraform alone reads, and nobody can ignore. */
export const TERRAFORMS: ReadonlySet<string> = new Set(["depends_on", "lifecycle"]);

/** What the provider takes where nothing is written, by the resource's type. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  docker_container: {
    container_read_refresh_timeout_milliseconds: 15_000,
    cpu_shares: 0,
    max_retry_count: 0,
    memory_reservation: 0,
    must_run: true,
    remove_volumes: true,
    start: true,
  },
};

/** The same in blocks. */
const BLOCK_DEFAULTS: Readonly<Record<string, unknown>> = {
  cpu_period: 0,
  cpu_quota: 0,
  cpu_shares: 0,
  dockerfile: "Dockerfile",
  gw_priority: 0,
  ip: "0.0.0.0",
  memory: 0,
  memory_swap: 0,
  protocol: "tcp",
  remove: true,
  shm_size: 0,
  start_interval: "0s",
};

/** How two versions of a resource differ, in the order of the attributes' names. */
export function differencesOf(before: Resource, after: Resource): Difference[] {
  const { ignore_changes: ignored = [] } = after.lifecycle;
  const isIgnored = (attribute: string) =>
    !TERRAFORMS.has(attribute) && (ignored === "all" || ignored.includes(attribute));
  const [one, other] = [written(before), written(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .sort()
    .map((attribute) => ({ attribute, before: one[attribute], after: other[attribute] }))
    .filter((each) => !isIgnored(each.attribute))
    .filter((each) => !isDeepStrictEqual(each.before, each.after));
}

/** A resource does not change, and is compared with many. */
const known = new WeakMap<Resource, Record<string, unknown>>();

function written(resource: Resource): Record<string, unknown> {
  const found = known.get(resource) ?? write(resource);
  known.set(resource, found);
  return found;
}

function write({ type, attributes, lifecycle, dependsOn }: Resource): Record<string, unknown> {
  const defaults = DEFAULTS[type] ?? {};
  const all = { ...attributes, lifecycle, depends_on: dependsOn };
  return Object.fromEntries(
    Object.entries(all).flatMap(([attribute, value]) => {
      const isDefault =
        attribute in defaults && (value ?? defaults[attribute]) === defaults[attribute];
      const own = plain(value, attribute);
      if (isDefault || (isEmpty(own) && !(attribute in defaults))) return [];
      return [[attribute, own] as const];
    }),
  );
}

/** Without an order that means nothing, and without what is not there. */
function plain(value: unknown, attribute: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((each) => plain(each, attribute));
    return ORDERED.has(attribute) ? items : distinct(items);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, plain(each, key)] as const)
      .filter(([key, each]) => !isEmpty(each) && BLOCK_DEFAULTS[key] !== each)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Each once, in the order of their texts. */
function distinct(items: readonly unknown[]): unknown[] {
  const texts = new Set(items.map((item) => JSON.stringify(item)));
  return [...texts].sort().map((text) => JSON.parse(text));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
