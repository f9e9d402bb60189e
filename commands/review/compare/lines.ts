import { IN_PLACE } from "../../lib/stack/provider-schema.ts";
import type { Resource, Stack } from "../../lib/stack/stack.ts";
import { describe } from "./describe.ts";
import { type Difference, differencesOf, META_ARGUMENTS } from "./difference.ts";
import type { Change, Kind, Line } from "./line.ts";

const KINDS: Record<string, Kind> = {
  docker_container: "server",
  docker_network: "network",
  docker_volume: "volume",
  docker_image: "image",
};

/** Returns one line for each resource of either stack, sorted by address. */
export function linesOf(before: Stack, after: Stack): Line[] {
  return propagate(linesBetween(before.resources, after.resources), referencesOf(after));
}

/** Propagates a replacement to resources that refer to it: the servers of a shared host. */
function propagate(lines: readonly Line[], references: ReadonlyMap<string, Set<string>>): Line[] {
  const fresh = new Set(
    lines
      .filter(({ change }) => change === "replaced" || change === "added")
      .map(({ address }) => address),
  );
  const followers = lines.map((line): Line => {
    const isKept = line.change === "unchanged" || line.change === "changed";
    const host = [...(references.get(line.address) ?? [])].find((address) => fresh.has(address));
    return isKept && host
      ? { ...line, change: "replaced", details: [...line.details, `${host} is replaced`] }
      : line;
  });
  return followers.some(({ change }, i) => change !== lines[i]?.change)
    ? propagate(followers, references)
    : followers;
}

/** Returns the addresses that each resource refers to, by its address. */
function referencesOf({ resources }: Stack): Map<string, Set<string>> {
  return new Map(
    [...resources].map(([address, { attributes }]) => {
      const found = JSON.stringify(attributes).matchAll(/\$\{(\w+\.[\w-]+)\./g);
      return [address, new Set([...found].map(([, target = ""]) => target))];
    }),
  );
}

/** Returns one line for each block that is no resource. */
export function settingsOf(before: Stack, after: Stack): Line[] {
  return linesBetween(before.settings, after.settings);
}

function linesBetween(before: Stack["resources"], after: Stack["resources"]): Line[] {
  const addresses = new Set([...before.keys(), ...after.keys()]);
  return [...addresses].sort().map((address) => lineOf(before.get(address), after.get(address)));
}

function lineOf(before: Resource | undefined, after: Resource | undefined): Line {
  const resource = (after ?? before) as Resource;
  const { address, type, id } = resource;
  const differences = before && after ? differencesOf(before, after) : [];
  return {
    address,
    kind: KINDS[type] ?? "other",
    name: id,
    change: changeOf(before, after, differences),
    attributes: differences.map(({ attribute }) => attribute),
    details: describe(resource, before, after, differences),
  };
}

function changeOf(
  before: Resource | undefined,
  after: Resource | undefined,
  differences: readonly Difference[],
): Change {
  if (!before) return "added";
  if (!after) return "removed";
  if (differences.length === 0) return "unchanged";
  const inPlace = [...(IN_PLACE[after.type] ?? []), ...META_ARGUMENTS];
  // A resource of an unknown type may be updated in place.
  const isKnown = after.type in IN_PLACE;
  const isReplaced = differences.some(({ attribute }) => !inPlace.includes(attribute));
  return isKnown && isReplaced ? "replaced" : "changed";
}
