import type { Resource, Stack } from "../../../lib/stack/stack.ts";
import type { Changes } from "../changes.ts";
import { changedParts } from "../describe.ts";
import { dataOf, pairsOf } from "../pairs.ts";
import { caution, danger, type Risk } from "../risk.ts";

/** An immutable reference: a tag that is a hash of the content, or a digest. */
const IS_FIXED = /(:(?=\d*[a-f])[0-9a-f]{7,64}|@sha256:[0-9a-f]{64})$/;

/** Finds mutable or changed images. */
export function images(comparison: Changes): Risk[] {
  return [...movedTags(comparison), ...mutableTags(comparison), ...dataImages(comparison)];
}

/** Finds tags whose content changes: running servers are not replaced. */
function movedTags({ before, after, lines }: Changes): Risk[] {
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
            `has different content under the same tag ${other?.name}: running servers keep the old content`,
          ),
        ]
      : [];
  });
}

function contentOf(attributes: Readonly<Record<string, unknown>> | undefined): string {
  const { triggers, build } = attributes ?? {};
  return JSON.stringify([(triggers as { content?: string } | undefined)?.content, build]);
}

function mutableTags(comparison: Changes): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before: old, after: now }): Risk[] => {
    const image = now?.attributes.image;
    if (!image || image.includes("${") || IS_FIXED.test(image) || image === old?.attributes.image) {
      return [];
    }
    return [danger(name, `runs ${image}: this tag is mutable, pin a digest`)];
  });
}

/** Finds servers whose data is used by a changed image. */
function dataImages(comparison: Changes): Risk[] {
  const { before, after } = comparison;
  return pairsOf(comparison).flatMap(({ name, before: old, after: now }): Risk[] => {
    const [one, other] = [
      imageOf(before.stack, old?.attributes.image),
      imageOf(after.stack, now?.attributes.image),
    ];
    if (!one || !other || dataOf(now).length === 0) return [];
    const parts = changedParts(one, other);
    return parts.length > 0
      ? [caution(name, `keeps its data while its image changes: ${parts.join(", ")}`)]
      : [];
  });
}

function imageOf({ resources }: Stack, name: string | undefined): Resource | undefined {
  return [...resources.values()].find(
    ({ type, attributes }) => type === "docker_image" && attributes.name === name,
  );
}
