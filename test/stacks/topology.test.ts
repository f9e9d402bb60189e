import { Testing } from "cdktf";
import { describe, expect, test } from "vitest";
import application from "../../application.ts";
import { OUTSIDE } from "../shop/outside.ts";
import {
  architectureOf,
  blueprint,
  namedStages,
  type StageJson,
  synthesizeStage,
} from "../synthesize.ts";
import { type Network, type Topology, topologyOf } from "../topology.ts";

const synthesized = namedStages.map(({ name, type }) => ({
  name,
  type,
  json: synthesizeStage(type),
  architecture: architectureOf(type),
}));

describe.each(synthesized)("$name", ({ type, json, architecture }) => {
  test("grants access only to the clients that the topology declares", () => {
    expect(topologyFrom(json)).toEqual(sorted(topologyOf(architecture)));
  });

  test("connects programs, and nothing else, to a network for a tracing backend outside", () => {
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318" };
    const stage = new type(blueprint(application, undefined, variables));
    const programs = ["app", ...Object.keys(application.workers ?? {}), ...Object.keys(OUTSIDE)];
    const clients = architecture.machines
      .filter(({ servers }) => servers.some(({ role }) => programs.includes(role)))
      .map(({ name }) => name);

    const { networks, guests } = topologyFrom(JSON.parse(Testing.synth(stage, true)));
    const intended = topologyOf(architecture);
    expect({ networks, guests }).toEqual(
      sorted({ ...intended, networks: { ...intended.networks, otlp: { servers: [], clients } } }),
    );
  });

  test("connects every server to a network", () => {
    const { networks, guests } = topologyFrom(json);

    const connected = Object.values(networks).flatMap(membersOf);
    const all = new Set([...connected, ...Object.values(guests).flat()]);
    expect([...all].sort()).toEqual(Object.keys(json.resource.docker_container).sort());
  });
});

test("fails when the topology has no network for a role", () => {
  const server = { name: "mail", role: "mail", port: 25, data: false };
  const size = { name: "micro", cpus: 0.1, memoryMiB: 64 };
  const machines = [{ name: "mail", group: "mail", size, servers: [server] }];

  expect(() => topologyOf({ machines })).toThrow(
    "mail has no network in the topology: add its role",
  );
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
function sorted({ networks, guests }: Topology): Topology {
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
