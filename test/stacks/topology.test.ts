import { describe, expect, test } from "vitest";
import { type StageJson, stages, synthesizeStage } from "../synthesize.ts";
import { type Network, type Topology, topologyOf } from "../topology.ts";

const synthesized = stages.map((type) => ({
  name: type.name.replace("Stage", "stage-"),
  json: synthesizeStage(type),
}));

describe.each(synthesized)("$name", ({ name, json }) => {
  test("grants access only to the clients that the topology declares", () => {
    expect(topologyFrom(json)).toEqual(sorted(topologyOf(name)));
  });

  test("connects every server to a network", () => {
    const { networks, guests = {} } = topologyFrom(json);

    const connected = Object.values(networks).flatMap(membersOf);
    const all = new Set([...connected, ...Object.values(guests).flat()]);
    expect([...all].sort()).toEqual(Object.keys(json.resource.docker_container).sort());
  });
});

test("fails when a stage has no topology", () => {
  expect(() => topologyOf("stage-0")).toThrow("stage-0 has no topology: add it to topology.ts");
});

/** The topology of a stage, from the networks and aliases of its containers. */
function topologyFrom({ resource }: StageJson): Topology {
  const networks: Record<string, Record<keyof Network, string[]>> = {};
  const guests: Record<string, string[]> = {};
  for (const [server, container] of Object.entries(resource.docker_container)) {
    const host = container.network_mode?.match(/^container:\$\{docker_container\.([\w-]+)\.id\}$/);
    if (host) guests[host[1] ?? ""] = [...(guests[host[1] ?? ""] ?? []), server];
    for (const { name, aliases } of container.networks_advanced ?? []) {
      const network = name.match(/^\$\{docker_network\.([\w-]+)\.name\}$/)?.[1] ?? name;
      networks[network] ??= { servers: [], metrics: [], clients: [] };
      networks[network][roleOf(aliases)].push(server);
    }
  }
  return sorted({ networks, guests });
}

/** Returns a container's role on a network: aliases for clients, for scrapes, or none. */
function roleOf(aliases: readonly string[]): keyof Network {
  if (aliases.length === 0) return "clients";
  return aliases.every((alias) => /-metrics(\.|$)/.test(alias)) ? "metrics" : "servers";
}

function membersOf({ servers, metrics = [], clients = [] }: Network): string[] {
  return [...servers, ...metrics, ...clients];
}

/** Returns the topology with defaults, sorted by name. */
function sorted({ networks, guests = {} }: Topology): Topology {
  const inOrder = ({ servers, metrics = [], clients = [] }: Network): Network => ({
    servers: servers.toSorted(),
    metrics: metrics.toSorted(),
    clients: clients.toSorted(),
  });
  return {
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, network]) => [name, inOrder(network)]),
    ),
    guests: Object.fromEntries(
      Object.entries(guests).map(([host, servers]) => [host, servers.toSorted()]),
    ),
  };
}
