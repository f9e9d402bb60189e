import type { Architecture } from "../../../architecture/model.ts";
import { entriesOf, graphOf, reach } from "./graph.ts";

/** Returns the remaining servers that customers' requests reached before and no longer reach. */
export function unreachableServers(before: Architecture, after: Architecture): string[] {
  const graph = graphOf(after);
  const [was, is] = [reach(entriesOf(before), graphOf(before)), reach(entriesOf(after), graph)];
  if (is.size === 0) return [];
  const reached = new Set(serversOn(before, was));
  const data = machinesWithData(after);
  return after.machines
    .filter(({ name }) => !is.has(name))
    .filter(({ name }) => !isFedByData(name, is, graph, data))
    .flatMap(({ servers }) => servers.map(({ name }) => name))
    .filter((name) => reached.has(name));
}

/** Whether requests arrive indirectly, through a server with data: a worker consumes the queue. */
function isFedByData(
  target: string,
  reachable: ReadonlySet<string>,
  graph: ReturnType<typeof graphOf>,
  data: ReadonlySet<string>,
): boolean {
  return [...graph.keys()].some((machine) => {
    const own = reach([machine], graph);
    return own.has(target) && [...own].some((each) => reachable.has(each) && data.has(each));
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
