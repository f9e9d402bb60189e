import type { Architecture } from "../../../architecture/model.ts";
import { entriesOf, graphOf, reach } from "./graph.ts";

/** The servers that customers were led to and no longer are, though they are there. */
export function lostWays(before: Architecture, after: Architecture): string[] {
  const graph = graphOf(after);
  const [was, is] = [reach(entriesOf(before), graphOf(before)), reach(entriesOf(after), graph)];
  if (is.size === 0) return [];
  const led = new Set(serversOn(before, was));
  const data = machinesWithData(after);
  return after.machines
    .filter(({ name }) => !is.has(name))
    .filter(({ name }) => !isHandedOn(name, is, graph, data))
    .flatMap(({ servers }) => servers.map(({ name }) => name))
    .filter((name) => led.has(name));
}

/** Whether somebody takes there what customers leave where data is kept: a worker, from the queue. */
function isHandedOn(
  target: string,
  reached: ReadonlySet<string>,
  graph: ReturnType<typeof graphOf>,
  data: ReadonlySet<string>,
): boolean {
  return [...graph.keys()].some((machine) => {
    const own = reach([machine], graph);
    return own.has(target) && [...own].some((each) => reached.has(each) && data.has(each));
  });
}

function machinesWithData({ machines }: Architecture): Set<string> {
  return new Set(
    machines.filter(({ servers }) => servers.some(({ data }) => data)).map(({ name }) => name),
  );
}

function serversOn({ machines }: Architecture, names: ReadonlySet<string>): string[] {
  return machines
    .filter(({ name }) => names.has(name))
    .flatMap(({ servers }) => servers.map(({ name }) => name));
}
