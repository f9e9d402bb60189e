import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSsh, openTls, type RemoteEngine } from "../remote-engine.ts";
import { Shop } from "../shop.ts";

describe.each([
  ["a context with TLS", openTls],
  ["ssh", openSsh],
])("an engine that is reached by %s", (_, open) => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  let engine: RemoteEngine;
  let shop: Shop;
  beforeAll(async () => {
    engine = await open(folder);
    shop = await Shop.create();
  });
  afterAll(async () => {
    await run("destroy", "--yes");
    await engine.close();
    rmSync(folder, { recursive: true });
    expect(await shop.remains()).toBe("");
  });

  async function run(...words: string[]): Promise<string> {
    const { all, exitCode } = await shop.start(words, engine.variables);
    expect(exitCode, all).toBe(0);
    return all;
  }

  test("doctor finds it, and deploy uses it", async () => {
    expect(await run("doctor", "stage-1")).toContain(`at ${engine.address}`);

    const printed = await run("deploy", "stage-1");

    expect(printed).toContain(`http://127.0.0.1:${shop.port}`);
    expect((await shop.get("/products/1")).status).toBe(200);
    expect(await run("deploy", "stage-1")).toContain("plan: nothing to change");
  });

  test("load reaches the shop, and promote takes a stage to the next", async () => {
    await run("load", "--rate", "10", "--for", "5s");

    // ends with 1 if a request fails or an order is lost
    await run("promote", "--path", "2", "--rate", "10");
  });

  test("drill and database reach its servers", async () => {
    await run("deploy", "stage-4");
    const drill = await run("drill", "--stage", "4", "--fault", "kill-web");
    const database = await run("database", "status");

    expect(drill).toContain("✓ held");
    expect(database).toMatch(/database-1 .*database-2 .*database-3/s);
  });
});
