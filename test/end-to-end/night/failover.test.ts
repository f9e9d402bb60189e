import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseCluster } from "../database-cluster.ts";
import { expectHeld } from "../drilled.ts";
import { docker, Shop, until } from "../shop.ts";
import { shopDuring, type Visit } from "../shoppers.ts";

let shop: Shop;
let cluster: DatabaseCluster;
beforeAll(async () => {
  shop = await Shop.create();
  cluster = new DatabaseCluster(shop);
  await shop.run("deploy", "stage-4");
});
afterAll(() => shop.remove());

/** The loss of a server, and its return. */
interface Fault {
  readonly what: string;
  /** The server that is lost. */
  readonly server: () => Promise<string>;
  readonly begin: (container: string) => Promise<unknown>;
  /** @default - it comes back by itself */
  readonly end?: (container: string) => Promise<unknown>;
}

const primary = () => cluster.leader();
const replica = () => cluster.replica();
const etcd = async () => "database-etcd-1";
const stop = (container: string) => docker("stop", container);
const kill = (container: string) => docker("kill", container);
const start = (container: string) => docker("start", container);
const freeze = (container: string) => docker("pause", container);
const thaw = (container: string) => docker("unpause", container);
const crash = (program: string) => (container: string) =>
  docker("exec", container, "bash", "-c", `kill -KILL $(pgrep --oldest --exact ${program})`);
const switchOver = () => shop.run("database", "switchover");

const faults: Fault[] = [
  { what: "the primary is stopped", server: primary, begin: stop, end: start },
  { what: "the primary's PostgreSQL crashes", server: primary, begin: crash("postgres") },
  { what: "the primary's Patroni crashes", server: primary, begin: crash("warm-patroni") },
  { what: "the primary is switched over", server: primary, begin: switchOver },
  { what: "the primary freezes", server: primary, begin: freeze, end: thaw },
  { what: "a replica freezes", server: replica, begin: freeze, end: thaw },
  { what: "an etcd member is lost", server: etcd, begin: kill, end: start },
];

describe("when", () => {
  test.each(["kill-primary", "kill-replica", "kill-proxy", "freeze-proxy"])(
    "drilled with %s, it does as it promises",
    async (fault) => {
      await expectHeld(shop, "stage-4", fault);
    },
  );

  test.each(faults)("$what, reads go on, orders come back, and none is lost", async (fault) => {
    await cluster.whole();
    const { [await fault.server()]: container = "" } = await shop.containers();

    const visit = await shopDuring(shop.url, 40, async (answered, acknowledged) => {
      await until("the load has begun", async () => answered() >= 80);
      await fault.begin(container);
      const before = acknowledged();
      await until("orders are taken again", async () => acknowledged() >= before + 20, 60);
      await fault.end?.(container);
      await cluster.whole();
    });

    report(fault.what, visit);
    expect(visit.failures).toEqual([]);
    await expectNothingLost(visit);
  });

  test("both replicas are lost, reads go to the primary and orders are still taken", async () => {
    await cluster.whole();
    const containers = await shop.databases();
    const leader = await cluster.leader();
    const replicas = Object.keys(containers).filter((server) => server !== leader);

    const visit = await shopDuring(shop.url, 40, async (answered, acknowledged) => {
      await until("the load has begun", async () => answered() >= 80);
      for (const server of replicas) await kill(containers[server] ?? "");
      const before = acknowledged();
      await until("orders are taken again", async () => acknowledged() >= before + 20, 60);
      for (const server of replicas) await start(containers[server] ?? "");
      await cluster.whole();
    });

    report("both replicas are lost", visit);
    expect(replicas).toHaveLength(2);
    expect(visit.failures).toEqual([]);
    await expectNothingLost(visit);
  });
});

async function expectNothingLost(visit: Visit): Promise<void> {
  const charges = await shop.charges();
  expect(await shop.orders()).toEqual(expect.arrayContaining(visit.orders.map(({ id }) => id)));
  expect(new Set(charges).size).toBe(charges.length);
}

function report(what: string, visit: Visit): void {
  console.log(
    `${what}: ${visit.requests} requests, ${visit.failures.length} failed, ${visit.orders.length} orders, ` +
      `${visit.withoutOrdersMilliseconds} ms without one, longest wait ${visit.longestMilliseconds} ms`,
  );
}
