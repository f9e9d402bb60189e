import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DatabaseCluster } from "../database-cluster.ts";
import { docker, Shop } from "../shop.ts";
import { placeOrder, shopDuring } from "../shoppers.ts";

let shop: Shop;
let cluster: DatabaseCluster;
/** The container that was killed. */
let first: string;
const orders: string[] = [];
beforeAll(async () => {
  shop = await Shop.create();
  cluster = new DatabaseCluster(shop);
  await shop.run("deploy", "stage-4");
  orders.push((await placeOrder(shop.url)).id);
});
afterAll(() => shop.remove());

test("the way back keeps every order when another member leads than the one that goes on", async () => {
  await shop.run("database", "switchover", "database-3");

  const visit = await shopDuring(shop.url, 20, () => shop.run("deploy", "stage-3"));

  orders.push(...visit.orders.map(({ id }) => id));
  console.log(
    `from database-3 to database-1: ${visit.requests} requests, ${visit.failures.length} failed, ` +
      `longest wait ${visit.longestMilliseconds} ms`,
  );
  expect(visit.failures).toEqual([]);
  expect((await shop.orders()).sort()).toEqual([...orders].sort());
  expect(await shop.plan("stage-3")).toBe("");
});

test("the way back is refused while the member that would go on lacks orders", async () => {
  await shop.run("deploy", "stage-4");
  await shop.run("database", "switchover", "database-3");
  ({ "database-1": first = "" } = await shop.containers());
  await docker("kill", first);
  orders.push((await placeOrder(shop.url)).id);
  const before = await shop.containers();

  const { exitCode, all } = await shop.start(["deploy", "stage-3"]);

  expect(exitCode).toBe(1);
  expect(all).toContain(`docker start ${first}`);
  expect(await shop.containers()).toEqual(before);
});

test("Terraform alone is refused, too: a leader is not killed, and its volume stays", async () => {
  const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const apply = await execa(terraform, ["apply", "-auto-approve", "-input=false", "-no-color"], {
    cwd: join(shop.environment.outdir, "stacks", "stage-3"),
    env: { CHECKPOINT_DISABLE: "1" },
    reject: false,
    all: true,
  });

  const { "database-3": leader = "" } = await shop.containers();
  const { all: log } = await execa("docker", ["logs", leader], { all: true });
  expect(apply.exitCode).toBe(1);
  expect(apply.all).toContain("docker_container.database-3: Still destroying");
  expect(log).toContain("database-3 does not stop yet");
  expect(await cluster.leader()).toBe("database-3");
  orders.push((await placeOrder(shop.url)).id);
});

test("it goes on from there once that member is back, with every order", async () => {
  await docker("start", first);
  await cluster.inStep("database-1");

  await shop.run("deploy", "stage-3");

  expect((await shop.orders()).sort()).toEqual([...orders].sort());
  expect(await shop.plan("stage-3")).toBe("");
});
