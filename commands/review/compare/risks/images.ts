import type { Resource, Stack } from "../../../lib/stack/stack.ts";
import { changedParts } from "../describe.ts";
import { dataOf, pairsOf } from "../pairs.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";

/** A tag that names its content, or a digest of it. */
const IS_FIXED = /(:(?=\d*[a-f])[0-9a-f]{7,64}|@sha256:[0-9a-f]{64})$/;

/** Images whose name does not say which content is meant. */
export function images(comparison: Unjudged): Risk[] {
  return [...moved(comparison), ...loose(comparison), ...onData(comparison)];
}

/** Who runs goes on with what it has. */
function moved({ before, after, lines }: Unjudged): Risk[] {
  return lines.flatMap(({ kind, change, address, name }): Risk[] => {
    if (kind !== "image" || change !== "replaced") return [];
    const [one, other] = [before, after].map(
      ({ stack }) => stack.resources.get(address)?.attributes,
    );
    const isOther = contentOf(one) !== contentOf(other);
    return one?.name === other?.name && isOther
      ? [
          danger(
            `image ${name}`,
            `has other content under the same tag ${other?.name}: servers that run go on with the old one`,
          ),
        ]
      : [];
  });
}

function contentOf(attributes: Readonly<Record<string, unknown>> | undefined): string {
  const { triggers, build } = attributes ?? {};
  return JSON.stringify([(triggers as { content?: string } | undefined)?.content, build]);
}

function loose(comparison: Unjudged): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before: old, after: now }): Risk[] => {
    const image = now?.attributes.image;
    if (!image || image.includes("${") || IS_FIXED.test(image) || image === old?.attributes.image) {
      return [];
    }
    return [danger(name, `runs ${image}: that tag can be moved to other content, name a digest`)];
  });
}

/** What is in an image can't be read here, but which of its files differ. */
function onData(comparison: Unjudged): Risk[] {
  const { before, after } = comparison;
  return pairsOf(comparison).flatMap(({ name, before: old, after: now }): Risk[] => {
    const [one, other] = [
      imageOf(before.stack, old?.attributes.image),
      imageOf(after.stack, now?.attributes.image),
    ];
    if (!one || !other || dataOf(now).length === 0) return [];
    const parts = changedParts(one, other);
    return parts.length > 0
      ? [
          caution(
            name,
            `runs on the data that it has with another ${parts.join(", ")} in its image`,
          ),
        ]
      : [];
  });
}

function imageOf({ resources }: Stack, name: string | undefined): Resource | undefined {
  return [...resources.values()].find(
    ({ type, attributes }) => type === "docker_image" && attributes.name === name,
  );
}
