import { serversOf } from "../../../lib/stack/container.ts";
import type { Side } from "../comparison.ts";
import { describedServers } from "../graph.ts";
import { isLocal, type Publication } from "../publication.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";

/** What can be reached from outside, or reach it, that could not before; and the shop itself. */
export function exposure(comparison: Unjudged): Risk[] {
  return [
    ...ports(comparison),
    ...closedEntry(comparison),
    ...networks(comparison),
    ...joined(comparison),
  ];
}

function ports({ after, publications }: Unjudged): Risk[] {
  const servers = new Map(
    describedServers(after.architecture).map((server) => [server.name, server]),
  );
  return publications.added.map((publication) => {
    const { server, address, port } = publication;
    const { role, data } = servers.get(server) ?? {};
    if (isLocal(publication)) {
      return caution(
        server,
        `is published on ${address}:${port}, for who is on the engine's machine`,
      );
    }
    if (role === "public-address") return caution(server, `is published on port ${port}`);
    const kept = data ? ", and it keeps data" : "";
    return danger(
      server,
      `is published to everybody on port ${port}${kept}: publish the public address alone`,
    );
  });
}

/** Customers come in by what the public address publishes to everybody. */
function closedEntry({ before, after }: Unjudged): Risk[] {
  const isEntry = (side: Side) => (publication: Publication) =>
    !isLocal(publication) &&
    describedServers(side.architecture).some(
      ({ name, role }) => name === publication.server && role === "public-address",
    );
  const was = before.publications.filter(isEntry(before));
  const isOpen = after.publications.some(isEntry(after));
  return was.length > 0 && !isOpen
    ? [
        danger(
          was.map(({ server }) => server),
          "is no longer published: nobody reaches the shop (outage)",
        ),
      ]
    : [];
}

function networks({ before, after, lines }: Unjudged): Risk[] {
  return lines.flatMap(({ kind, change, name, address }): Risk[] => {
    if (kind !== "network" || change === "removed" || isInternal(after, address)) return [];
    if (change === "added") {
      return [caution(name, "is a network with a way out: who is on it reaches the outside")];
    }
    return isInternal(before, address)
      ? [danger(name, "is no longer an internal network: who is on it reaches the outside")]
      : [];
  });
}

/** Who was there and gets a way out by a network that has one. */
function joined({ before, after }: Unjudged): Risk[] {
  const old = new Map(membersWithWayOut(before));
  const known = new Set(serversOf(before.stack).map(({ address }) => address));
  return membersWithWayOut(after).flatMap(([address, name]) =>
    known.has(address) && !old.has(address)
      ? [danger(name, "joins a network with a way out: it reaches the outside")]
      : [],
  );
}

function membersWithWayOut(side: Side): [address: string, name: string][] {
  const open = [...side.stack.resources.values()]
    .filter(({ type, address }) => type === "docker_network" && !isInternal(side, address))
    .map(({ attributes }) => attributes.name);
  return serversOf(side.stack)
    .filter(({ attributes: { networks_advanced = [], network_mode = "" } }) =>
      networks_advanced.length === 0
        ? !/^(none|container:)/.test(network_mode)
        : networks_advanced.some(({ name }) => open.includes(name)),
    )
    .map(({ address, labels }) => [address, labels.server]);
}

function isInternal({ stack }: Side, address: string): boolean {
  return stack.resources.get(address)?.attributes.internal === true;
}
