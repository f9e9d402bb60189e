import type { Resource, Stack } from "./stack.ts";

/**
 * Returns a stack under the addresses that another stack's `moved` blocks give its resources, with
 * the servers' labels and the volumes' names there: what Terraform keeps counts as kept.
 */
export function withMoves(before: Stack, after: Stack): Stack {
  const moves = new Map(
    [...after.moves].filter(
      ([from, to]) => before.resources.has(from) && !before.resources.has(to),
    ),
  );
  if (moves.size === 0) return before;

  const renamed = new Map<unknown, unknown>();
  for (const [from, to] of moves) {
    const [resource, target] = [before.resources.get(from), after.resources.get(to)];
    if (resource?.type === "docker_volume") {
      renamed.set(resource.attributes.name, target?.attributes.name);
    }
  }
  const resources = [...before.resources.values()].map((resource) => {
    const to = moves.get(resource.address);
    return to === undefined ? resource : moved(resource, to, renamed);
  });
  const sorted = resources.sort((one, other) => (one.address < other.address ? -1 : 1));
  return { ...before, resources: new Map(sorted.map((each) => [each.address, each])) };
}

function moved(resource: Resource, to: string, renamed: ReadonlyMap<unknown, unknown>): Resource {
  const id = to.slice(resource.type.length + 1);
  const rename = (value: unknown) => renamed.get(value) ?? value;
  const { labels, name, volumes, ...attributes } = resource.attributes;
  const lists = {
    labels: blocks(labels).map((each) =>
      /^blueprint\.(server|host)$/.test(`${each.label}`) && each.value === resource.id
        ? { ...each, value: id }
        : each,
    ),
    volumes: blocks(volumes).map((each) => ({ ...each, volume_name: rename(each.volume_name) })),
  };
  return {
    ...resource,
    address: to,
    id,
    attributes: { ...attributes, ...lists, name: rename(name) },
  };
}

function blocks(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
