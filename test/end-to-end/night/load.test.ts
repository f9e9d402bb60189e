import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLoad } from "../../../commands/measure/load/load.ts";
import { describeVerdict } from "../../../commands/measure/load/report.ts";
import { targetIn } from "../../../commands/measure/load/target.ts";
import { judge } from "../../../commands/measure/load/verdict.ts";
import { docker, query, Shop } from "../shop.ts";

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await Shop.create();
  folder = await mkdtemp(join(tmpdir(), "blueprint-"));
  await shop.run("deploy", "stage-2");
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await shop.remove();
});

test("a load on a healthy shop fails nothing, and every order is found where it should be", async () => {
  const json = join(folder, "load.json");

  const printed = await shop.run("load", "--rate", "40", "--for", "10s", "--json", json);

  console.log(printed);
  const record = JSON.parse(await readFile(json, "utf8"));
  expect(record.verdict).toMatchObject({ isWhole: true, unknown: [] });
  expect(record.verdict.acknowledged).toBeGreaterThan(5);
  expect(record.samples.length / record.seconds / 40).toBeGreaterThan(0.85);
  expect(record.kinds.flatMap(({ unsent }: { unsent: number }) => unsent || [])).toEqual([]);
  expect(printed).toMatch(/^all +\d+ +0 /m);
});

test("an order that vanished and one that was charged twice are named", async () => {
  const target = await targetIn(shop.environment);
  const load = startLoad(target, { rate: 40, seed: 3 });
  await sleep(6000);
  const { ledger } = await load.stop();
  const [lost, doubled] = ledger.acknowledged.map(({ ids }) => ids[0] ?? "");
  const { "database-1": database = "", "payment-provider": provider = "" } =
    await shop.containers();

  await query(
    database,
    `DELETE FROM order_lines WHERE order_id = '${lost}'; DELETE FROM orders WHERE id = '${lost}'`,
  );
  const book = "/var/lib/payment/book.jsonl";
  await docker(
    "exec",
    provider,
    "sh",
    "-c",
    `grep ${doubled} ${book} >> ${book}.copy && cat ${book}.copy >> ${book}`,
  );
  const verdict = await judge(target, ledger);

  expect(verdict).toMatchObject({ lost: [lost], doubled: [doubled], isWhole: false });
  console.log(describeVerdict(verdict).join("\n"));
});

test("fails when requests fail, with the reasons, and says what is wrong with the target", async () => {
  const { "app-1": app = "", "web-1": web = "" } = await shop.containers();
  await docker("kill", app);
  const failing = await shop.start(["load", "--rate", "5", "--for", "3s"]);
  await docker("start", app);
  await docker("restart", web);
  const elsewhere = await shop.start(["load", "--against", "http://192.0.2.1:8080"]);
  const nowhere = await shop.start(["load"], { BLUEPRINT_PORT: "1024" });

  expect(failing.exitCode).toBe(1);
  expect(failing.all).toMatch(/✗ \w+: \d+ × answered 50\d/);
  expect([elsewhere.exitCode, nowhere.exitCode]).toEqual([1, 1]);
  expect(elsewhere.all).toContain("is neither on this machine");
  expect(nowhere.all).toContain("deploy a stage with");
});
