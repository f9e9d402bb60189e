import type { ServerResource } from "../../../lib/stack/container.ts";
import { pairsOf } from "../pairs.ts";
import { danger, type Risk, type Unjudged } from "../risk.ts";

/** Words of the programs' own settings that let go of what is kept, and what they mean. */
const SETTINGS: readonly (readonly [words: RegExp, meaning: string])[] = [
  [/"durable"\s*:\s*false/, "a queue or exchange that is not durable: it is gone after a restart"],
  [
    /"x-queue-type"\s*:\s*"classic"/,
    "a classic queue: it is not written to disk before it is confirmed",
  ],
  [/\bfsync\s*[=:]\s*"?(off|false|0)\b/, "fsync off: what was confirmed may be lost"],
  [
    /\bsynchronous_commit\s*[=:]\s*"?off\b/,
    "synchronous_commit off: what was confirmed may be lost",
  ],
];

/** Where a server's settings begin to say that. */
export function durability(comparison: Unjudged): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before, after }) => {
    const [one, other] = [before, after].map(textOf);
    return SETTINGS.filter(([words]) => words.test(other ?? "") && !words.test(one ?? "")).map(
      ([, meaning]) => danger(name, `is told of ${meaning}`),
    );
  });
}

function textOf(server: ServerResource | undefined): string {
  const { env = [], upload = [], command = [] } = server?.attributes ?? {};
  return [...env, ...upload.map(({ content = "" }) => content), command.join(" ")].join("\n");
}
