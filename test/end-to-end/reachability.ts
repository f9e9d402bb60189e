import { execa } from "execa";
import { docker, type Shop } from "./shop.ts";

/** Who reaches whom, as the constructs' `allowFrom` says; servers of one tier share its network. */
const allowed: Record<string, string[]> = {
  "stage-1": [
    "app-1 -> payment-provider",
    "database-1 -> payment-provider",
    "host -> payment-provider",
    "public-address -> host",
    "web-1 -> payment-provider",
  ],
  "stage-2": [
    "app-1 -> database-1",
    "app-1 -> payment-provider",
    "public-address -> web-1",
    "web-1 -> app-1",
  ],
  "stage-3": [
    "app-1 -> app-2",
    "app-1 -> database-1",
    "app-1 -> payment-provider",
    "app-2 -> app-1",
    "app-2 -> database-1",
    "app-2 -> payment-provider",
    "load-balancer -> web-1",
    "load-balancer -> web-2",
    "public-address -> load-balancer",
    "web-1 -> app-1",
    "web-1 -> app-2",
    "web-1 -> web-2",
    "web-2 -> app-1",
    "web-2 -> app-2",
    "web-2 -> web-1",
  ],
  "stage-4": [
    "app-1 -> app-2",
    "app-1 -> database-proxy",
    "app-1 -> payment-provider",
    "app-2 -> app-1",
    "app-2 -> database-proxy",
    "app-2 -> payment-provider",
    "database-1 -> database-2",
    "database-1 -> database-3",
    "database-1 -> database-etcd-1",
    "database-1 -> database-etcd-2",
    "database-1 -> database-etcd-3",
    "database-2 -> database-1",
    "database-2 -> database-3",
    "database-2 -> database-etcd-1",
    "database-2 -> database-etcd-2",
    "database-2 -> database-etcd-3",
    "database-3 -> database-1",
    "database-3 -> database-2",
    "database-3 -> database-etcd-1",
    "database-3 -> database-etcd-2",
    "database-3 -> database-etcd-3",
    "database-etcd-1 -> database-etcd-2",
    "database-etcd-1 -> database-etcd-3",
    "database-etcd-2 -> database-etcd-1",
    "database-etcd-2 -> database-etcd-3",
    "database-etcd-3 -> database-etcd-1",
    "database-etcd-3 -> database-etcd-2",
    "database-proxy -> database-1",
    "database-proxy -> database-2",
    "database-proxy -> database-3",
    "load-balancer -> web-1",
    "load-balancer -> web-2",
    "public-address -> load-balancer",
    "web-1 -> app-1",
    "web-1 -> app-2",
    "web-1 -> web-2",
    "web-2 -> app-1",
    "web-2 -> app-2",
    "web-2 -> web-1",
  ],
};

/** Stage 5 is as stage 4, and has a cache. */
allowed["stage-5"] = [...(allowed["stage-4"] ?? []), "app-1 -> cache", "app-2 -> cache"].sort();

/** Stage 6 is as stage 5, but for who charges orders. */
allowed["stage-6"] = [
  ...(allowed["stage-5"] ?? []).filter((way) => !/^app-\d -> payment-provider$/.test(way)),
  ...["app-1", "app-2", "queue-page", "worker-1", "worker-2"].map((client) => `${client} -> queue`),
  ...["worker-1", "worker-2"].flatMap((worker) => [
    `${worker} -> database-proxy`,
    `${worker} -> payment-provider`,
  ]),
].sort();

/** Stage 7 is as stage 6, but for who stands before the load balancer. */
allowed["stage-7"] = [
  ...(allowed["stage-6"] ?? []).filter((way) => way !== "public-address -> load-balancer"),
  ...["cdn-1", "cdn-2"].flatMap((edge) => [
    `${edge} -> file-server`,
    `${edge} -> load-balancer`,
    `public-address -> ${edge}`,
  ]),
  "cdn-1 -> cdn-2",
  "cdn-2 -> cdn-1",
].sort();

/** Stage 8 is as stage 7, with those who observe on a network of their own. */
const observers = ["alertmanager", "blackbox", "collector-host", "dashboard", "logs", "page"]
  .concat("prometheus")
  .map((name) => `observability-${name}`);
const onCollectorsHost = ["observability-collector", "observability-collector-engine-door"];
const watched = ["app-1", "app-2", "cache", "cdn-1", "cdn-2", "database-1", "database-2"]
  .concat("database-3", "database-etcd-1", "database-etcd-2", "database-etcd-3", "database-proxy")
  .concat("file-server", "load-balancer", "payment-provider", "public-address", "queue")
  .concat("queue-page", "web-1", "web-2");
const tellers = ["app-1", "app-2", "payment-provider", "worker-1", "worker-2"];
allowed["stage-8"] = [
  ...(allowed["stage-7"] ?? []),
  ...[...observers, ...onCollectorsHost].flatMap((from) => ways(from, observers)),
  ...ways("observability-prometheus", watched),
  ...["observability-prometheus", "observability-page"].flatMap((from) =>
    ways(from, ["traces", "worker-1", "worker-2"]),
  ),
  ...tellers.flatMap((from) => ways(from, ["traces", "worker-1", "worker-2"])),
  ...ways("traces", ["worker-1", "worker-2"]),
  "observability-blackbox -> public-address",
  "observability-page -> queue-page",
  "queue-page -> observability-page",
];

/** Who answers only questions for figures on a network that others use for their work. */
const tells: Record<string, string[]> = {
  "stage-1": ["app-1", "database-1", "host", "web-1"].map((from) => `${from} -> public-address`),
  "stage-2": ["web-1 -> public-address"],
};
for (const number of [3, 4, 5, 6]) {
  tells[`stage-${number}`] = ["load-balancer -> public-address"];
}
for (const number of [7, 8]) tells[`stage-${number}`] = ["cdn-1", "cdn-2"].map(toPublicAddress);
for (const number of [6, 7, 8]) {
  const users = ["app-1", "app-2", "queue", "worker-1", "worker-2"];
  tells[`stage-${number}`]?.push(...users.map((from) => `${from} -> queue-page`));
}

function toPublicAddress(from: string): string {
  return `${from} -> public-address`;
}

function ways(from: string, to: readonly string[]): string[] {
  return to
    .filter((server) => server !== from && !isSame(from, server))
    .map((server) => `${from} -> ${server}`);
}

/** A server on the collector's host has that host's address. */
function isSame(from: string, to: string): boolean {
  return onCollectorsHost.includes(from) && to === "observability-collector-host";
}

/** Who may reach whom in a stage. */
export function meantToReach(stage: string): string[] {
  const meant = [...(allowed[stage] ?? []), ...(tells[stage] ?? [])];
  return [...new Set(meant)].sort();
}

/** Who does reach whom in the stage that runs: tried from each container on each port of each other. */
export async function findReachable(shop: Shop, stage: string): Promise<string[]> {
  const containers = await shop.containers();
  const addresses = await Promise.all(
    Object.entries(containers).map(async ([server, container]) => {
      const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }} {{ end }}";
      const text = await docker("inspect", "--format", format, container);
      const ips = text.split(" ").filter((ip) => ip !== "");
      return { server, ips, ports: await listeningPorts(container) };
    }),
  );
  const found: string[] = [];
  await inTurns(Object.entries(containers), async ([from, container]) => {
    const others = addresses.filter(({ server, ips }) => server !== from && ips.length > 0);
    const open = await openPorts(container, others);
    for (const { server, ips } of others) {
      const ownHost =
        (stage === "stage-1" && server === "host" && /^(web|app|database)/.test(from)) ||
        isSame(from, server);
      if (!ownHost && ips.some((ip) => open.has(ip))) found.push(`${from} -> ${server}`);
    }
  });
  return found.sort();
}

/** Does work for each item, a few at a time: most of it is waiting for an answer that never comes. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** The ports that programs in a container listen on, on whatever address: what the kernel says. */
async function listeningPorts(container: string): Promise<number[]> {
  const text = await docker("exec", container, "cat", "/proc/net/tcp", "/proc/net/tcp6");
  const ports = [...text.matchAll(/:([0-9A-F]{4}) [0-9A-F]+:0000 0A /g)];
  return [...new Set(ports.map(([, port = ""]) => Number.parseInt(port, 16)))];
}

/** Tries at once, for a container with little memory. */
const most = 32;

/** Which addresses answer on any port that their server listens on, tried from inside a container. */
async function openPorts(
  container: string,
  servers: readonly { readonly ips: string[]; readonly ports: number[] }[],
): Promise<Set<string>> {
  const tries = servers.flatMap(({ ips, ports }) =>
    ips.flatMap((ip) => ports.map((port) => `(: < /dev/tcp/${ip}/${port}) && echo ${ip} &`)),
  );
  const script: string[] = [];
  for (let first = 0; first < tries.length; first += most) {
    const wave = [...tries.slice(first, first + most), "wait"];
    script.push(`timeout 2 bash -c '${wave.join("\n")}'`);
  }
  const command = ["bash", "-c", [...script, "true"].join("\n")];
  const { stdout } = await execa("docker", ["exec", container, ...command]);
  return new Set(stdout.split("\n"));
}
