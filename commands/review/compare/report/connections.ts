import type { Connection } from "../../../../architecture/model.ts";
import type { Change } from "../line.ts";
import type { Sets } from "../sets.ts";
import type { Row } from "./section.ts";

/** Lists closed and opened connections; clients of the same servers share a row. */
export function connectionRows({ added, removed }: Sets<Connection>): Row[] {
  return [...rows(removed, "removed"), ...rows(added, "added")];
}

function rows(connections: readonly Connection[], change: Change): Row[] {
  const targets = gather(
    connections,
    ({ from }) => from,
    ({ to, port }) => `${to}:${port}`,
  );
  const clients = gather(
    [...targets],
    ([, to]) => to.join(", "),
    ([from]) => from,
  );
  return [...clients].map(([to, from]) => ({ change, text: `${from.join(", ")} → ${to}` }));
}

function gather<T>(
  items: readonly T[],
  key: (item: T) => string,
  value: (item: T) => string,
): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const item of items) all.set(key(item), [...(all.get(key(item)) ?? []), value(item)]);
  return all;
}
