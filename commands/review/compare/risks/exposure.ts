import { serversOf } from "../../../lib/stack/container.ts";
import type { Changes, Side } from "../changes.ts";
import { describedServers } from "../graph.ts";
import { isLocal, type Publication } from "../publication.ts";
import { caution, danger, type Risk } from "../risk.ts";

/** Finds new ingress and egress, and an application that is no longer published. */
export function exposure(comparison: Changes): Risk[] {
  return [
    ...ports(comparison),
    ...closedEntry(comparison),
    ...networks(comparison),
    ...joined(comparison),
  ];
}

function ports({ after, publications }: Changes): Risk[] {
  const servers = new Map(
    describedServers(after.architecture).map((server) => [server.name, server]),
  );
  return publications.added.map((publication) => {
    const { server, address, port } = publication;
    const { role, data } = servers.get(server) ?? {};
    if (isLocal(publication)) {
      return caution(server, `is published on ${address}:${port}, for the Docker host only`);
    }
    if (role === "public-address") return caution(server, `is published on port ${port}`);
    const kept = data ? ", and it keeps data" : "";
    return danger(
      server,
      `is published to everyone on port ${port}${kept}: publish only the public address`,
    );
  });
}

/** Customers connect to what the public address publishes to everyone. */
function closedEntry({ before, after }: Changes): Risk[] {
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
          "is no longer published: the application is unreachable (outage)",
        ),
      ]
    : [];
}

function networks({ before, after, lines }: Changes): Risk[] {
  return lines.flatMap(({ kind, change, name, address }): Risk[] => {
    if (kind !== "network" || change === "removed" || isInternal(after, address)) return [];
    if (change === "added") {
      return [
        caution(name, "is a network that is not internal: its members can reach the outside"),
      ];
    }
    return isInternal(before, address)
      ? [danger(name, "is no longer an internal network: its members can reach the outside")]
      : [];
  });
}

/** Finds existing servers that join a network which is not internal. */
function joined({ before, after }: Changes): Risk[] {
  const old = new Map(membersWithEgress(before));
  const known = new Set(serversOf(before.stack).map(({ address }) => address));
  return membersWithEgress(after).flatMap(([address, name]) =>
    known.has(address) && !old.has(address)
      ? [danger(name, "joins a network that is not internal: it can reach the outside")]
      : [],
  );
}

function membersWithEgress(side: Side): [address: string, name: string][] {
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
