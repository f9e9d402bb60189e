import type { Architecture, Connection } from "../../../../architecture/model.ts";
import { describedServers, graphOf, reach as reachFrom } from "../graph.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";

/** Who may reach whom that could not before: past those who stood between, or where data is. */
export function reach({ before, after, connections }: Unjudged): Risk[] {
  const [old, now] = [before.architecture, after.architecture];
  const data = new Set(describedServers(now).flatMap(({ name, data }) => (data ? [name] : [])));
  const opened = connections.added.filter((connection) => !wasOpen(connection, old));
  const byServer = new Map<string, Connection[]>();
  for (const each of opened) byServer.set(each.from, [...(byServer.get(each.from) ?? []), each]);

  return [...byServer].flatMap(([from, ways]): Risk[] => {
    const past = ways.flatMap((way) => {
      const between = passedBy(way, old);
      return between ? [{ to: way.to, between }] : [];
    });
    const left = namesOf(now);
    const bypasses = past.map(({ to, between }) =>
      left.has(between)
        ? danger(from, `reaches ${to} past ${between}, which stood between them`)
        : caution(from, `reaches ${to} itself: ${between}, which stood between them, is removed`),
    );
    const others = ways.map(({ to }) => to).filter((to) => !past.some((each) => each.to === to));
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

/** A server that was there needed no way until now; of a new one, or to one, it is to be expected. */
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

/** The first one on the way by which the one reached the other before, by others. */
function passedBy({ from, to }: Connection, old: Architecture): string | undefined {
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

/** What runs on one machine reaches what the machine reaches, and all else that runs there. */
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
