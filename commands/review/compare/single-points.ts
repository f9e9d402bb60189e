import type { Architecture } from "../../../architecture/model.ts";
import { entriesOf, graphOf, reach } from "./graph.ts";

/** A single point of failure: without this machine some data is unreachable. */
export interface SinglePoint {
  readonly machine: string;
  /** The roles of the servers with that data: `database`. */
  readonly data: readonly string[];
}

/**
 * Returns the machines on every path from the public address to some data, in the order of the
 * architecture. Servers with the same role count as copies of the same data.
 */
export function singlePointsOf(architecture: Architecture): SinglePoint[] {
  const { machines } = architecture;
  const graph = graphOf(architecture);
  const starts = entriesOf(architecture);
  const holders = holdersOf(architecture);
  const reachable = reach(starts, graph);

  return machines.flatMap(({ name }) => {
    if (!reachable.has(name)) return [];
    const left = reach(starts, graph, name);
    const data = holders.flatMap(({ role, at }) => {
      const isReached = at.some((machine) => reachable.has(machine));
      return isReached && !at.some((machine) => left.has(machine)) ? [role] : [];
    });
    return data.length > 0 ? [{ machine: name, data: [...new Set(data)] }] : [];
  });
}

/** Returns the machines that keep the data of a role, for each group of the stage. */
function holdersOf({ machines }: Architecture): { role: string; at: string[] }[] {
  const holders = new Map<string, { role: string; at: string[] }>();
  for (const { name, group, servers } of machines) {
    for (const { role, data } of servers) {
      if (!data) continue;
      const { at = [] } = holders.get(`${group} ${role}`) ?? {};
      holders.set(`${group} ${role}`, { role, at: [...at, name] });
    }
  }
  return [...holders.values()];
}
