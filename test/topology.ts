import application from "../application.ts";
import type { Architecture } from "../architecture/model.ts";
import { OUTSIDE } from "./shop/outside.ts";

/** The members of a private network: all of them reach its servers and metrics endpoints. */
export interface Network {
  /** Servers that listen there. */
  readonly servers: readonly string[];
  /** Clients that listen there for scrapes only. */
  readonly metrics?: readonly string[];
  /** Clients that do not listen there. */
  readonly clients?: readonly string[];
}

/** The intended network segmentation of a stage. Any other connection is an error. */
export interface Topology {
  readonly networks: Readonly<Record<string, Network>>;
  /** Servers that share a host's network namespace, by host. */
  readonly guests: Readonly<Record<string, readonly string[]>>;
}

/** Returns the machines of a stage whose servers have one of these roles. */
type Servers = (...roles: string[]) => string[];

const WORKERS = Object.keys(application.workers ?? {});

/** The networks of requests. Those without servers are not in the stage. */
function networksOfRequests(has: Servers): Record<string, Network> {
  const behind = (...tiers: string[][]) => tiers.find((tier) => tier.length > 0) ?? [];
  const [balancers, edges] = [has("load-balancer"), has("cdn")];
  const programs = has("app", ...WORKERS);
  const proxies = has("database-proxy");
  const outside = Object.entries(OUTSIDE).map(([role, clients]) => [
    role,
    { servers: has(role), clients: behind(...clients.map((client) => has(client))) },
  ]);
  return {
    "public-address-entry": {
      metrics: has("public-address"),
      servers: behind(edges, balancers, has("web")),
    },
    "load-balancer": { clients: edges, servers: edges.length > 0 ? balancers : [] },
    web: { clients: balancers, servers: balancers.length > 0 ? has("web") : [] },
    app: { clients: has("web"), servers: has("app") },
    database: { clients: programs, servers: behind(proxies, has("database")) },
    "database-members": { clients: proxies, servers: proxies.length > 0 ? has("database") : [] },
    "database-etcd": { clients: has("database"), servers: has("etcd") },
    cache: { clients: has("app"), servers: has("cache") },
    queue: { clients: programs, metrics: has("queue-page"), servers: has("queue") },
    "file-server": { clients: edges, servers: has("file-server") },
    ...Object.fromEntries(outside),
  };
}

/** The networks of operators, of observability, and of what is not scraped there. */
function networksOfOperators(has: Servers): Record<string, Network> {
  const page = has("observability-page");
  return {
    "queue-members": { servers: has("queue") },
    "public-address-outside": { clients: has("blackbox"), servers: has("public-address") },
    operators: { servers: [...page, ...has("queue-page")] },
    traces: {
      clients: [...has("app", ...Object.keys(OUTSIDE), "prometheus"), ...page],
      metrics: has(...WORKERS),
      servers: has("traces"),
    },
    observability: {
      metrics: page,
      servers: has("alertmanager", "blackbox", "collector", "dashboard", "logs", "prometheus"),
    },
  };
}

/** Returns the intended topology of a stage with these servers. Throws for a role without a network. */
export function topologyOf({ machines }: Pick<Architecture, "machines">): Topology {
  const has: Servers = (...kinds) => [
    ...new Set(
      machines
        .filter(({ servers }) => servers.some((server) => kinds.includes(kindOf(server))))
        .map(({ name }) => name),
    ),
  ];
  const watched = Object.entries(networksOfRequests(has)).map(
    ([name, { clients = [], ...network }]): [string, Network] => [
      name,
      { ...network, clients: [...clients, ...has("prometheus")] },
    ],
  );
  const all = [...watched, ...Object.entries(networksOfOperators(has))];
  const shared = machines.filter(({ name, servers }) =>
    servers.every((each) => each.name !== name),
  );
  const topology = {
    networks: Object.fromEntries(
      all.filter(([, { servers }]) => servers.length > 0).map(([id, each]) => [id, onlyOnce(each)]),
    ),
    guests: Object.fromEntries(
      shared.map(({ name, servers }) => [name, servers.map((server) => server.name)]),
    ),
  };
  const alone = machines.find(({ name }) => !isOn(topology, name));
  if (alone)
    throw new Error(`${alone.name} has no network in the topology: add its role to topology.ts`);
  return topology;
}

/** A server's role, or the name of an admin proxy: all of these have the same role. */
function kindOf({ name, role }: { readonly name: string; readonly role: string }): string {
  return role === "admin-proxy" ? name : role;
}

/** On a shared host a server is its own client: it is listed once, as a server. */
function onlyOnce({ servers, metrics = [], clients = [] }: Network): Network {
  return { servers, metrics, clients: clients.filter((name) => !servers.includes(name)) };
}

function isOn({ networks }: Topology, machine: string): boolean {
  return Object.values(networks).some(({ servers, metrics = [], clients = [] }) =>
    [...servers, ...metrics, ...clients].includes(machine),
  );
}
