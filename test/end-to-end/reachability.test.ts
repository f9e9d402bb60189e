import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker, Shop } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
});
afterAll(() => shop.remove());

const ports = [2379, 2380, 3000, 4000, 5432, 5433, 6379, 8008, 8080, 8404];

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
  "stage-5": [
    "app-1 -> app-2",
    "app-1 -> cache",
    "app-1 -> database-proxy",
    "app-1 -> payment-provider",
    "app-2 -> app-1",
    "app-2 -> cache",
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

test.each(["stage-1", "stage-2", "stage-3", "stage-4", "stage-5"])(
  "in %s only those who were let in get an answer",
  async (stage) => {
    await shop.run("deploy", stage);

    const containers = await shop.containers();
    const addresses = await Promise.all(
      Object.entries(containers).map(async ([server, container]) => {
        const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }} {{ end }}";
        const text = await docker("inspect", "--format", format, container);
        return { server, ips: text.split(" ").filter((ip) => ip !== "") };
      }),
    );
    const found: string[] = [];
    for (const [from, container] of Object.entries(containers)) {
      const others = addresses.filter(({ server, ips }) => server !== from && ips.length > 0);
      const open = await openPorts(
        container,
        others.flatMap(({ ips }) => ips),
      );
      for (const { server, ips } of others) {
        const ownHost =
          stage === "stage-1" && server === "host" && /^(web|app|database)/.test(from);
        if (!ownHost && ips.some((ip) => open.has(ip))) found.push(`${from} -> ${server}`);
      }
    }

    expect(found.sort()).toEqual(allowed[stage]);
  },
);

/** Tries at once, for a container with little memory. */
const most = 32;

/** Which of the addresses answer on any of the ports, tried from inside a container. */
async function openPorts(container: string, ips: string[]): Promise<Set<string>> {
  const tries = ips.flatMap((ip) =>
    ports.map((port) => `(timeout 2 bash -c ': < /dev/tcp/${ip}/${port}' && echo ${ip}) &`),
  );
  const script = tries.flatMap((each, index) => (index % most === 0 ? ["wait", each] : [each]));
  const { stdout } = await execa("docker", [
    "exec",
    container,
    "bash",
    "-c",
    [...script, "wait"].join("\n"),
  ]);
  return new Set(stdout.split("\n"));
}
