import { table } from "../../lib/table.ts";
import type { Words } from "../load/words.ts";
import { type Fault, promiseOf } from "./fault.ts";
import { describePromise } from "./promise.ts";

/** A table of all faults, the stages where they can happen, and how they are made. */
export function listFaults(faults: readonly Fault[], stages: readonly string[]): string[] {
  const rows = faults.map((fault) => [
    fault.name,
    describeStages(fault, stages),
    fault.what,
    fault.way.made,
  ]);
  return table([["fault", "stages", "what happens", "made by"], ...rows]);
}

/** Such as `3-8`. */
export function describeStages(fault: Fault, stages: readonly string[]): string {
  const numbers = stages
    .filter((stage) => promiseOf(fault, stage))
    .map((stage) => stage.slice("stage-".length));
  const [first = ""] = numbers;
  const last = numbers.at(-1) ?? "";
  return first === last ? first : `${first}-${last}`;
}

/** The promises for a fault: a row for each that differs, with its stages. */
export function listPromises({ promises }: Fault, words: Words): [string, string][] {
  return promises.flatMap(({ from, promised }, i) =>
    promised
      ? [[describeRange(from, promises[i + 1]?.from), describePromise(promised, words)]]
      : [],
  );
}

/** The stages from one on, until the next promise: `2`, `1 to 3`, `from 4`. */
function describeRange(from: number, next: number | undefined): string {
  if (next === undefined) return `from ${from}`;
  return next === from + 1 ? `${from}` : `${from} to ${next - 1}`;
}
