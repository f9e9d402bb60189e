import type { Changes } from "../changes.ts";
import { dataOf, pairsOf } from "../pairs.ts";
import { danger, type Risk } from "../risk.ts";

/** Finds data that would be lost. */
export function data(comparison: Changes): Risk[] {
  return [...volumes(comparison), ...mounts(comparison)];
}

function volumes({ before, lines }: Changes): Risk[] {
  return lines.flatMap(({ kind, name, change, address, attributes }) => {
    if (kind !== "volume") return [];
    if (change === "removed") return danger(name, "its volume is removed: its data is lost");
    if (change === "replaced") {
      return danger(name, "its volume is replaced by an empty one: its data is lost");
    }
    const wasKept = before.stack.resources.get(address)?.lifecycle.ignore_changes === "all";
    return wasKept && attributes.includes("lifecycle")
      ? danger(
          name,
          "its volume no longer ignores all changes: the next change may replace it by an empty one",
        )
      : [];
  });
}

/** Finds servers that lose their data volume. */
function mounts(comparison: Changes): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before, after }) => {
    if (!before || !after) return [];
    const kept = new Map(dataOf(after).map(({ path, volume }) => [path, volume]));
    return dataOf(before).flatMap(({ path, volume }) => {
      const now = kept.get(path);
      if (now === volume) return inMemory(after.resource.attributes.tmpfs, name, path);
      return now === undefined
        ? danger(name, `no longer keeps ${path} on a volume: its data is lost at each replacement`)
        : danger(name, `gets another volume for ${path}: it starts without its data`);
    });
  });
}

function inMemory(tmpfs: unknown, name: string, path: string): Risk[] {
  const inMemory = Object.keys((tmpfs ?? {}) as object);
  return inMemory.some((folder) => path === folder || path.startsWith(`${folder}/`))
    ? [danger(name, `keeps ${path} in memory (tmpfs): its data is lost at each stop`)]
    : [];
}
