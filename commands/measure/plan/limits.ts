import { count } from "../../lib/count.ts";
import type { StageCapacity } from "../capacity/sheet.ts";
import { assumed } from "./assumptions.ts";
import type { Settings } from "./settings.ts";
import type { Planned, Tier } from "./tiers.ts";

/** A bottleneck: a part that cannot be scaled out, and its limit. */
export interface PartLimit {
  readonly part: string;
  /** Its limit, in requests per second. */
  readonly rate: number;
  readonly why: string;
  /** How to raise the limit, because more hosts do not. */
  readonly wayOut: string;
}

/** Returns the bottlenecks, sorted by their limits. */
export function limitsOf(
  { latency }: StageCapacity,
  tiers: readonly Tier[],
  settings: Settings,
  application: Planned,
): PartLimit[] {
  return [
    ...tiers.filter(({ grows }) => !grows).map(oneHost),
    ...slots(tiers, settings),
    ...databaseConnections(tiers, settings, application),
    ...frontConnections(tiers, settings, latency.mean),
  ]
    .filter(({ rate }) => Number.isFinite(rate))
    .sort((a, b) => a.rate - b.rate);
}

const waysOut: Record<string, string> = {
  app: "a load balancer and more app servers (stage-3)",
  web: "a load balancer and more web servers (stage-3)",
  database: "read replicas (stage-4), a cache (stage-5)",
  "database primary": "sharding: rows split by customer over several databases",
  "database-proxy": "more proxies under the same name",
  cache: "keys spread over several caches",
  queue: "messages spread over several queues",
  "file-server": "more file servers (stage-7), or object storage",
  "load-balancer": "more load balancers (stage-3)",
  "public-address": "several addresses in DNS, or anycast",
};

function oneHost({ name, servers, cpuMsPerRequest, usableCores }: Tier): PartLimit {
  const cores = Math.min(usableCores, assumed.largestHostCores);
  return {
    part: name,
    rate: (servers * cores * assumed.utilisation * 1000) / cpuMsPerRequest,
    why: `${servers === 1 ? "one host" : `each of ${servers} hosts`} of ${count(cores, "core")} is saturated, at ${milliseconds(cpuMsPerRequest)} a request`,
    wayOut: waysOut[name] ?? "shards, each for a part of the application",
  };
}

/** HAProxy's server templates have a fixed number of slots. */
function slots(tiers: readonly Tier[], settings: Settings): PartLimit[] {
  const limit = (name: string, most: number, file: string): PartLimit[] => {
    const tier = tiers.find((each) => each.name === name && each.grows);
    if (!tier) return [];
    const cores = Math.min(tier.usableCores, assumed.largestHostCores);
    return [
      {
        part: `${name}, the server slots of one proxy`,
        rate: (most * cores * assumed.utilisation * 1000) / tier.cpuMsPerRequest,
        why: `${most} servers of ${count(cores, "core")} are saturated`,
        wayOut: `a larger server-template in constructs/${file}.cfg`,
      },
    ];
  };
  const hasEdges = tiers.some(({ name }) => name === "cdn");
  return [
    ...limit("web", settings.balancerServers, "load-balancer/load-balancer"),
    ...limit("cdn", settings.publicServers, "public-address/public-address"),
    ...(hasEdges
      ? limit("load-balancer", settings.edgeServers, "cdn/edge")
      : limit("load-balancer", settings.publicServers, "public-address/public-address")),
  ];
}

/** Each app server and each worker keeps connections to the primary, or to the pooler in front of it. */
function databaseConnections(
  tiers: readonly Tier[],
  { databaseConnections: all, pooledConnections: pooled, proxyConnections }: Settings,
  { planning: { connections, sessions = 0, transactionMs = 0 } = {}, workers = {} }: Planned,
): PartLimit[] {
  const apps = tiers.filter(({ name, grows }) => name === "app" && grows);
  const programs = [...apps, ...tiers.filter(({ name, grows }) => name in workers && grows)];
  if (connections === undefined || programs.length === 0) return [];

  const limit = (part: string, most: number, each: number, clients: Tier[], wayOut: string) => {
    const servers = Math.floor(most / each);
    const busyMs = clients.reduce((sum, { cpuMsPerRequest }) => sum + cpuMsPerRequest, 0);
    const names = clients.map(({ name }) => name).join(" and ");
    return {
      part,
      rate: (servers * assumed.utilisation * 1000) / busyMs,
      why: `it accepts ${most}, and each of ${servers} ${names} servers may hold ${each}`,
      wayOut,
    };
  };
  if (!tiers.some(({ name }) => name === "database-proxy")) {
    const wayOut = "replicas, behind a connection pooler (stage-4)";
    return [limit("connections to the primary", all, connections, programs, wayOut)];
  }
  const clients = "connections to a database proxy, which may have all clients";
  const larger = "a larger maxconn in constructs/database/database-proxy.cfg, and memory for it";
  const relay = "fewer listeners, which pass on to others what they hear";
  return [
    limit(clients, proxyConnections, 2 * connections, programs, larger),
    limit("sessions of the primary, past its pooler", all - pooled, sessions, apps, relay),
    {
      part: "the pool of the primary",
      rate: (pooled * assumed.utilisation * 1000) / transactionMs,
      why: `it has ${count(pooled, "connection")}, and a request holds one for ${milliseconds(transactionMs)}`,
      wayOut: "shorter transactions; a larger pool in constructs/database/image/pgbouncer.ini",
    },
  ];
}

/** A request holds a connection for its duration (Little's law). */
function frontConnections(tiers: readonly Tier[], settings: Settings, meanMs: number): PartLimit[] {
  const fronts = [
    { name: "load-balancer", most: settings.balancerConnections },
    { name: "public-address", most: settings.publicConnections },
  ];
  return fronts
    .filter(({ name }) => tiers.some((tier) => tier.name === name && !tier.grows))
    .map(({ name, most }) => ({
      part: `connections of the ${name}`,
      rate: (most * assumed.utilisation * 1000) / meanMs,
      why: `it holds ${most} at once, and a request takes ${milliseconds(meanMs)} on average`,
      wayOut: `a larger maxconn in constructs/${name}/${name}.cfg, and memory for it`,
    }));
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toPrecision(2) : Math.round(value)} ms`;
}
