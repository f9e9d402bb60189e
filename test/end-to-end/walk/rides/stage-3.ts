import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { expectHeld } from "../../drilled.ts";
import { docker, until } from "../../shop.ts";
import { placeOrder, shopDuring } from "../../shoppers.ts";
import type { Walk } from "../walk.ts";

/** A single database that restarts, a network that is cut, and what the programs say of their files. */
export function ride(walk: Walk): void {
  test("a network that is cut has no client-visible impact beyond its promise", async () => {
    await expectHeld(walk.shop, "stage-3", "cut-web");
  });

  test("a restart of the database has no client-visible impact", async () => {
    const { "database-1": database = "" } = await walk.shop.containers();

    const visit = await shopDuring(walk.shop.url, 20, async () => {
      await docker("restart", database);
      await untilOrdersAreTaken(walk);
    });

    expect(visit.failures).toEqual([]);
  });

  test("a database starts though another process has the number that its killed server left", async () => {
    const { "database-1": database = "" } = await walk.shop.containers();
    const image = await docker("inspect", "--format", "{{ .Config.Image }}", database);
    await docker("kill", database);

    // The one that has the number is not related to the server.
    const script = `sleep 60 & sed -i "1s/.*/$!/" /var/lib/postgresql/data/postmaster.pid
      exec start-postgres -c listen_addresses=`;
    const run = ["run", "--detach", "--network", "none", "--volumes-from", database];
    const other = await docker(...run, image, "bash", "-c", script);
    try {
      await until("the database starts", async () => {
        const lines = await execa("docker", ["logs", other], { all: true });
        return lines.all.includes("ready to accept connections");
      });
    } finally {
      await docker("rm", "--force", other);
      await docker("start", database);
    }
    await untilOrdersAreTaken(walk);
  });

  describe("configuration", () => {
    test.each([
      ["web-1", ["nginx", "-t"]],
      ["web-1", ["haproxy", "-c", "-f", "/etc/haproxy/upstream.cfg"]],
      ["load-balancer-2", ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"]],
      ["public-address", ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"]],
      [
        "database-1",
        [
          "postgres",
          "-D",
          "/var/lib/postgresql/data",
          "-c",
          "config_file=/etc/postgresql/postgresql.conf",
          "-C",
          "wal_level",
        ],
      ],
    ])("of %s is accepted by the program", async (server, command) => {
      const { [server]: container = "" } = await walk.shop.containers();

      await docker("exec", container, ...command);
    });
  });
}

function untilOrdersAreTaken({ shop }: Walk): Promise<void> {
  return until("an order is taken again", () =>
    placeOrder(shop.url).then(
      () => true,
      () => false,
    ),
  );
}
