import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Connection } from "rabbitmq-client";
import { expect, test } from "vitest";
import { DatabaseCluster } from "../../database-cluster.ts";
import { docker, query } from "../../shop.ts";
import type { Walk } from "../walk.ts";

/** Orders that are paid later, by messages that may come twice or be poison. */
export function ride(walk: Walk): void {
  const containerOf = async (server: string) => (await walk.shop.containers())[server] ?? "";

  test("an order sent again with its key is the same order, pending at first and then settled", async () => {
    await walk.shop.run("fault", "payment-dead");
    const key = randomUUID();
    const first = await order(key);
    const again = await order(key);
    await walk.shop.run("fault", "payment-dead", "--repair");
    await expect.poll(async () => (await order(key)).status, { timeout: 60_000 }).toBe(201);
    const settled = await order(key);

    expect([first.status, again.status, settled.status]).toEqual([202, 202, 201]);
    expect([again.json.id, settled.json.id]).toEqual([first.json.id, first.json.id]);
    expect(first.location).toBe(`/orders/${first.json.id}`);
    expect(settled.json.status).toMatch(/paid|refused/);
  });

  async function order(key: string) {
    const headers = {
      accept: "application/json",
      "content-type": "application/json",
      "idempotency-key": key,
    };
    const body = JSON.stringify({ lines: [{ product: 7, quantity: 1 }] });
    const answer = await fetch(`${walk.shop.url}/orders`, { method: "POST", headers, body });
    const json = (await answer.json()) as { id: string; status: string };
    return { status: answer.status, location: answer.headers.get("location"), json };
  }

  test("an order noted once more while it was settled leaves nothing behind", async () => {
    // what two app servers do to one order that a browser's retry brought to both
    const primary = await containerOf(await new DatabaseCluster(walk.shop).leader());
    const settled = "SELECT id FROM orders WHERE status = 'paid' LIMIT 1";
    await query(primary, `INSERT INTO outbox ${settled}`);

    const waiting = () => query(primary, "SELECT count(*) FROM outbox");
    await expect.poll(waiting, { timeout: 30_000 }).toBe("0");
  });

  test("what cannot be processed is in the dead-letter queue, and can be put back", async () => {
    const patience = { timeout: 30_000, interval: 500 };
    const unknown = randomUUID();
    await publish(Buffer.from("no JSON at all \x1b[31m"), JSON.parse("[1]"), { orderId: unknown });
    await expect.poll(countDead, patience).toBe(3);
    await expect.poll(() => walk.shop.run("queue", "status"), patience).toMatch(/charges\.dead +3/);

    const dead = await walk.shop.run("queue", "dead");
    expect(dead).toContain("the message is not JSON");
    expect(dead).toContain(`the message is not {"orderId": "<an order's id>"}`);
    expect(dead).toContain(`there is no order ${unknown}`);
    expect(dead).not.toContain("\x1b[31m");
    const logs = await Promise.all(
      ["worker-1", "worker-2"].map(async (server) => docker("logs", await containerOf(server))),
    );
    const lines = logs.join("\n").split("\n");
    expect(lines.filter((line) => line.includes(unknown))).toEqual([
      expect.stringContaining("put into the dead-letter queue"),
    ]);

    const [id = ""] = dead.match(/^[0-9a-f]{8}(?= .*not JSON)/m) ?? [];
    expect(await walk.shop.run("queue", "retry", id)).toContain(`put back into the queue: ${id}`);
    expect(await walk.shop.run("queue", "retry", "all")).toContain("put back");
    await expect.poll(countDead, patience).toBe(3);
    await docker(
      "exec",
      await containerOf("queue-1"),
      "rabbitmqctl",
      "-q",
      "purge_queue",
      "charges.dead",
    );
  });

  /** The status would be up to five seconds old. */
  async function countDead(): Promise<number> {
    const lines = (await walk.shop.run("queue", "dead")).match(/^[0-9a-f]{8} /gm);
    return lines?.length ?? 0;
  }

  /** Puts messages into the queue that the shop itself would not. */
  async function publish(...bodies: object[]): Promise<void> {
    const network = `${walk.shop.name}-queue`;
    const format = `{{ (index .NetworkSettings.Networks "${network}").IPAddress }}`;
    const hostname = await docker("inspect", "--format", format, await containerOf("queue-1"));
    const secrets = JSON.parse(readFileSync(walk.shop.environment.secretsFile, "utf8"));
    const login = { username: "shop", password: secrets["queue-password"] };
    const connection = new Connection({ hostname: hostname.trim(), port: 5672, ...login });
    const publisher = connection.createPublisher({ confirm: true });
    for (const body of bodies) {
      await publisher.send({ exchange: "charges", routingKey: "charges", durable: true }, body);
    }
    await publisher.close();
    await connection.close();
  }

  test("the queue's page asks for a password, and has no guest", async () => {
    const url = `http://127.0.0.1:${walk.shop.environment.operatorsPort}/api/overview`;
    const secrets = JSON.parse(readFileSync(walk.shop.environment.secretsFile, "utf8"));
    const ask = async (login: string) => {
      const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
      return (await fetch(url, { headers: { authorization } })).status;
    };

    expect((await fetch(url)).status).toBe(401);
    expect(await ask("guest:guest")).toBe(401);
    expect(await ask(`operator:${secrets["queue-operator-password"]}`)).toBe(200);
  });
}
