import type { Architecture, ServerDescription } from "../../../architecture/model.ts";

/** The machines that each machine can connect to, by name. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns the servers of all machines. */
export function describedServers({ machines }: Architecture): ServerDescription[] {
  return machines.flatMap(({ servers }) => servers);
}

export function graphOf({ machines, connections }: Architecture): Graph {
  const machineOf = new Map(
    machines.flatMap(({ name, servers }) => servers.map((server) => [server.name, name] as const)),
  );
  const next = new Map<string, Set<string>>(machines.map(({ name }) => [name, new Set()]));
  for (const { from, to } of connections) {
    const target = machineOf.get(to);
    if (target) next.get(from)?.add(target);
  }
  return next;
}

/** Returns the machines that some machines (included) can reach, without another one. */
export function reach(starts: readonly string[], graph: Graph, without?: string): Set<string> {
  const seen = new Set<string>();
  const waiting = starts.filter((name) => name !== without && graph.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const other of graph.get(name) ?? []) if (other !== without) waiting.push(other);
  }
  return seen;
}

/** Returns the machines that customers connect to. */
export function entriesOf({ machines }: Architecture): string[] {
  return machines
    .filter(({ servers }) => servers.some(({ role }) => role === "public-address"))
    .map(({ name }) => name);
}
