import type { ContainerAttributes } from "../../lib/stack/container.ts";
import type { Resource } from "../../lib/stack/stack.ts";
import { newServer, serverWords } from "./describe-server.ts";
import type { Difference } from "./difference.ts";

/** How a resource differs, a few words for each thing that does. */
export function describe(
  resource: Resource,
  before: Resource | undefined,
  after: Resource | undefined,
  differences: readonly Difference[],
): string[] {
  if (!before || !after) return resource.type === "docker_container" ? newServer(resource) : [];
  if (differences.length === 0) return [];
  if (resource.type === "docker_container") return serverWords(named(before), named(after));
  if (resource.type === "docker_image") return imageWords(before, after, differences);
  return differences.map(inGeneral);
}

/** Which of an image's content is meant is in its tag, and which of its files in its triggers. */
function imageWords(
  before: Resource,
  after: Resource,
  differences: readonly Difference[],
): string[] {
  const [one, other] = [before, after].map(({ attributes }) => `${attributes.name}`);
  const rest = differences.filter(({ attribute }) => !["name", "triggers"].includes(attribute));
  const content = one === other ? `other content under the same tag ${one}` : `${one} → ${other}`;
  const parts = changedParts(before, after);
  return [content, ...(parts.length > 0 ? [`in ${parts.join(", ")}`] : []), ...rest.map(inGeneral)];
}

/** The files and folders of an image that differ. */
export function changedParts(before: Resource, after: Resource): string[] {
  const [one, other] = [before, after].map(({ attributes }) => partsOf(attributes.triggers));
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].filter((name) => one?.[name] !== other?.[name]).sort();
}

function partsOf(triggers: unknown): Record<string, unknown> {
  const { content: _, ...parts } = (triggers ?? {}) as Record<string, unknown>;
  return parts;
}

/** Attributes whose values are told: none of them can be a secret. */
const TOLD = new Set([
  "cpu_shares",
  "destroy_grace_seconds",
  "driver",
  "internal",
  "keep_locally",
  "name",
  "restart",
  "stop_signal",
  "stop_timeout",
  "wait",
  "wait_timeout",
]);

export function inGeneral({ attribute, before, after }: Difference): string {
  if (before === undefined) return `${attribute} is set`;
  if (after === undefined) return `${attribute} is no longer set`;
  if (!TOLD.has(attribute)) return `${attribute} changes`;
  const isShort = [before, after].every(
    (value) => `${value}`.length < 30 && typeof value !== "object",
  );
  return isShort ? `${attribute} ${before} → ${after}` : `${attribute} changes`;
}

/** A server's name has a hash of all that it is: that it changes says nothing more. */
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
