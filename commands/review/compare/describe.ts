import type { ContainerAttributes } from "../../lib/stack/container.ts";
import type { Resource } from "../../lib/stack/stack.ts";
import { describeDifference } from "./describe-difference.ts";
import { describeNewServer, describeServer } from "./describe-server.ts";
import type { Difference } from "./difference.ts";

/** Describes how a resource differs, a few words for each difference. */
export function describe(
  resource: Resource,
  before: Resource | undefined,
  after: Resource | undefined,
  differences: readonly Difference[],
): string[] {
  if (!before || !after)
    return resource.type === "docker_container" ? describeNewServer(resource) : [];
  if (differences.length === 0) return [];
  if (resource.type === "docker_container") return describeServer(named(before), named(after));
  if (resource.type === "docker_image") return describeImage(before, after, differences);
  return differences.map(describeDifference);
}

/** An image's tag identifies its content, and its triggers identify its files. */
function describeImage(
  before: Resource,
  after: Resource,
  differences: readonly Difference[],
): string[] {
  const [one, other] = [before, after].map(({ attributes }) => `${attributes.name}`);
  const rest = differences.filter(({ attribute }) => !["name", "triggers"].includes(attribute));
  const content =
    one === other ? `different content under the same tag ${one}` : `${one} → ${other}`;
  const parts = changedParts(before, after);
  return [
    content,
    ...(parts.length > 0 ? [`changed: ${parts.join(", ")}`] : []),
    ...rest.map(describeDifference),
  ];
}

/** Returns the files and folders of an image that differ. */
export function changedParts(before: Resource, after: Resource): string[] {
  const [one, other] = [before, after].map(({ attributes }) => partsOf(attributes.triggers));
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].filter((name) => one?.[name] !== other?.[name]).sort();
}

function partsOf(triggers: unknown): Record<string, unknown> {
  const { content: _, ...parts } = (triggers ?? {}) as Record<string, unknown>;
  return parts;
}

/** Masks the hash of its configuration in a server's name: its change is not a difference. */
function named(resource: Resource): Resource {
  const { name } = resource.attributes as ContainerAttributes;
  const { labels = [] } = resource.attributes as ContainerAttributes;
  const label = (wanted: string) =>
    labels.find((each) => each.label === `blueprint.${wanted}`)?.value;
  const hash = label("hash");
  if (!name || !hash) return resource;
  const text = JSON.stringify(resource.attributes).replaceAll(hash, "<hash>");
  return { ...resource, attributes: JSON.parse(text) };
}
