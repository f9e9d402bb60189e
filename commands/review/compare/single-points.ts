import type { Architecture } from "../../../architecture/model.ts";
import { entriesOf, graphOf, reach } from "./graph.ts";

/** A machine without which some data can't be reached from the public address. */
export interface SinglePoint {
  readonly machine: string;
  /** The tiers of servers with that data, by role: `database`. */
  readonly data: readonly string[];
}

/**
 * The machines that every way from the public address to some data leads through, in the order of their
 * names. Servers with data that do the same work count as one: each of them has it.
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

/** The machines on which servers of a role keep data, in each part of the stage. */
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
