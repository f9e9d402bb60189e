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
  readonly guests?: Readonly<Record<string, readonly string[]>>;
}

const stage1: Topology = {
  guests: { host: ["app-1", "database-1", "web-1"] },
  networks: {
    app: { servers: ["host"] },
    database: { servers: ["host"] },
    "payment-provider": { clients: ["host"], servers: ["payment-provider"] },
    "public-address-entry": { metrics: ["public-address"], servers: ["host"] },
    "public-address-outside": { servers: ["public-address"] },
  },
};

const stage2: Topology = {
  networks: {
    ...stage1.networks,
    app: { clients: ["web-1"], servers: ["app-1"] },
    database: { clients: ["app-1"], servers: ["database-1"] },
    "payment-provider": { clients: ["app-1"], servers: ["payment-provider"] },
    "public-address-entry": { metrics: ["public-address"], servers: ["web-1"] },
  },
};

const stage3: Topology = {
  networks: {
    ...stage2.networks,
    app: { clients: ["web-1", "web-2"], servers: ["app-1", "app-2"] },
    database: { clients: ["app-1", "app-2"], servers: ["database-1"] },
    "payment-provider": { clients: ["app-1", "app-2"], servers: ["payment-provider"] },
    "public-address-entry": { metrics: ["public-address"], servers: ["load-balancer"] },
    web: { clients: ["load-balancer"], servers: ["web-1", "web-2"] },
  },
};

const members = ["database-1", "database-2", "database-3"];

const stage4: Topology = {
  networks: {
    ...stage3.networks,
    database: { clients: ["app-1", "app-2"], servers: ["database-proxy"] },
    "database-etcd": {
      clients: members,
      servers: ["database-etcd-1", "database-etcd-2", "database-etcd-3"],
    },
    "database-members": { clients: ["database-proxy"], servers: members },
  },
};

const stage5: Topology = {
  networks: {
    ...stage4.networks,
    cache: { clients: ["app-1", "app-2"], servers: ["cache"] },
  },
};

const programs = ["app-1", "app-2", "worker-1", "worker-2"];

const stage6: Topology = {
  networks: {
    ...stage5.networks,
    database: { clients: programs, servers: ["database-proxy"] },
    operators: { servers: ["queue-page"] },
    "payment-provider": { clients: ["worker-1", "worker-2"], servers: ["payment-provider"] },
    queue: { clients: programs, metrics: ["queue-page"], servers: ["queue"] },
  },
};

const stage7: Topology = {
  networks: {
    ...stage6.networks,
    "file-server": { clients: ["cdn-1", "cdn-2"], servers: ["file-server"] },
    "load-balancer": { clients: ["cdn-1", "cdn-2"], servers: ["load-balancer"] },
    "public-address-entry": { metrics: ["public-address"], servers: ["cdn-1", "cdn-2"] },
  },
};

const { operators: _, "public-address-outside": outside, ...watched } = stage7.networks;

const stage8: Topology = {
  guests: {
    "observability-collector-host": [
      "observability-collector",
      "observability-collector-engine-door",
    ],
  },
  networks: {
    ...withClient(watched, "observability-prometheus"),
    ...withClient({ "public-address-outside": outside as Network }, "observability-blackbox"),
    observability: {
      metrics: ["observability-page"],
      servers: [
        "observability-alertmanager",
        "observability-blackbox",
        "observability-collector-host",
        "observability-dashboard",
        "observability-logs",
        "observability-prometheus",
      ],
    },
    operators: { servers: ["observability-page", "queue-page"] },
    traces: {
      clients: [
        "app-1",
        "app-2",
        "observability-page",
        "observability-prometheus",
        "payment-provider",
      ],
      metrics: ["worker-1", "worker-2"],
      servers: ["traces"],
    },
  },
};

/** The topologies by stage. */
const TOPOLOGIES: Readonly<Record<string, Topology>> = {
  "stage-1": stage1,
  "stage-2": stage2,
  "stage-3": stage3,
  "stage-4": stage4,
  "stage-5": stage5,
  "stage-6": stage6,
  "stage-7": stage7,
  "stage-8": stage8,
};

/** Returns the intended topology of a stage. */
export function topologyOf(stage: string): Topology {
  const topology = TOPOLOGIES[stage];
  if (!topology) throw new Error(`${stage} has no topology: add it to topology.ts`);
  return topology;
}

/** Returns the networks with another client on each. */
function withClient(
  networks: Readonly<Record<string, Network>>,
  client: string,
): Record<string, Network> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, network]) => [
      name,
      { ...network, clients: [...(network.clients ?? []), client] },
    ]),
  );
}
