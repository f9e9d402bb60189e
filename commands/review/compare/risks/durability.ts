import type { ServerResource } from "../../../lib/stack/container.ts";
import type { Changes } from "../changes.ts";
import { pairsOf } from "../pairs.ts";
import { danger, type Risk } from "../risk.ts";

/** Settings of the programs that reduce durability, and what they mean. */
const SETTINGS: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/"durable"\s*:\s*false/, "a queue or exchange that is not durable: it is lost at a restart"],
  [
    /"x-queue-type"\s*:\s*"classic"/,
    "a classic queue: messages are confirmed before they are on disk",
  ],
  [/\bfsync\s*[=:]\s*"?(off|false|0)\b/, "fsync off: confirmed writes may be lost"],
  [/\bsynchronous_commit\s*[=:]\s*"?off\b/, "synchronous_commit off: confirmed writes may be lost"],
];

/** Finds servers that get such a setting. */
export function durability(comparison: Changes): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before, after }) => {
    const [one, other] = [before, after].map(textOf);
    return SETTINGS.filter(
      ([pattern]) => pattern.test(other ?? "") && !pattern.test(one ?? ""),
    ).map(([, meaning]) => danger(name, `is configured with ${meaning}`));
  });
}

function textOf(server: ServerResource | undefined): string {
  const { env = [], upload = [], command = [] } = server?.attributes ?? {};
  return [...env, ...upload.map(({ content = "" }) => content), command.join(" ")].join("\n");
}
