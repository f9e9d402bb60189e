import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker, Shop } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
});
afterAll(() => shop.remove());

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

const stages = [1, 2, 3, 4, 5, 6, 7].map((number) => `stage-${number}`);

test.each(stages)("in %s only those who were let in get an answer", async (stage) => {
  await shop.run("deploy", stage);

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
  for (const [from, container] of Object.entries(containers)) {
    const others = addresses.filter(({ server, ips }) => server !== from && ips.length > 0);
    const open = await openPorts(container, others);
    for (const { server, ips } of others) {
      const ownHost = stage === "stage-1" && server === "host" && /^(web|app|database)/.test(from);
      if (!ownHost && ips.some((ip) => open.has(ip))) found.push(`${from} -> ${server}`);
    }
  }

  expect(found.sort()).toEqual(allowed[stage]);
});

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
