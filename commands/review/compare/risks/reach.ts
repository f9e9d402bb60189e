import type { Architecture, Connection } from "../../../../architecture/model.ts";
import type { Changes } from "../changes.ts";
import { describedServers, graphOf, reach as reachFrom } from "../graph.ts";
import { caution, danger, type Risk } from "../risk.ts";

/** Finds new connections that bypass a server, or that lead to data. */
export function reach({ before, after, connections }: Changes): Risk[] {
  const [old, now] = [before.architecture, after.architecture];
  const data = new Set(describedServers(now).flatMap(({ name, data }) => (data ? [name] : [])));
  const opened = connections.added.filter((connection) => !wasOpen(connection, old));
  const byServer = new Map<string, Connection[]>();
  for (const each of opened) byServer.set(each.from, [...(byServer.get(each.from) ?? []), each]);

  return [...byServer].flatMap(([from, connections]): Risk[] => {
    const bypassing = connections.flatMap((connection) => {
      const between = intermediary(connection, old);
      return between ? [{ to: connection.to, between }] : [];
    });
    const left = namesOf(now);
    const bypasses = bypassing.map(({ to, between }) =>
      left.has(between)
        ? danger(from, `reaches ${to} directly, bypassing ${between}`)
        : caution(from, `reaches ${to} directly, because ${between} is removed`),
    );
    const others = connections
      .map(({ to }) => to)
      .filter((to) => !bypassing.some((each) => each.to === to));
    return [
      ...bypasses,
      ...toData(
        from,
        others.filter((to) => data.has(to)),
        old,
      ),
    ];
  });
}

/** Between existing servers a new connection is a danger; with a new server it is expected. */
function toData(from: string, targets: readonly string[], old: Architecture): Risk[] {
  const known = namesOf(old);
  const sentence = (names: readonly string[]) =>
    `may reach ${names.join(", ")}, where data is kept`;
  const [surprising, expected] = [
    targets.filter((to) => known.has(from) && known.has(to)),
    targets.filter((to) => !known.has(from) || !known.has(to)),
  ];
  return [
    ...(surprising.length > 0 ? [danger(from, sentence(surprising))] : []),
    ...(expected.length > 0 ? [caution(from, sentence(expected))] : []),
  ];
}

/** Returns the first machine on the old indirect path from the client to the server. */
function intermediary({ from, to }: Connection, old: Architecture): string | undefined {
  const graph = graphOf(old);
  const target = old.machines.find(({ servers }) => servers.some(({ name }) => name === to))?.name;
  if (target === undefined) return undefined;
  return [...(graph.get(from) ?? [])].find(
    (middle) => middle !== target && reachFrom([middle], graph).has(target),
  );
}

function namesOf({ machines }: Architecture): Set<string> {
  return new Set(
    machines.flatMap(({ name, servers }) => [name, ...servers.map((each) => each.name)]),
  );
}

/** Whether a connection was allowed before: servers share their machine's connections. */
function wasOpen({ from, to }: Connection, old: Architecture): boolean {
  const machine = old.machines.find(({ name, servers }) =>
    [name, ...servers.map((server) => server.name)].includes(from),
  );
  return (
    machine !== undefined &&
    (machine.servers.some(({ name }) => name === to) ||
      old.connections.some((each) => each.from === machine.name && each.to === to))
  );
}
