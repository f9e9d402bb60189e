import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { docker } from "../../shop.ts";
import type { Walk } from "../walk.ts";

/** What the members of the database say to others, and of their files. */
export function ride(walk: Walk): void {
  describe("Patroni", () => {
    test("tells whoever asks what it is, and changes nothing without the password", async () => {
      const { "database-proxy-1": proxy = "" } = await walk.shop.containers();
      const ask = (...words: string[]) =>
        execa("docker", ["exec", proxy, "busybox", "wget", "-q", "-O", "-", ...words], {
          reject: false,
          all: true,
        });
      const url = "http://database-1.database-members:8008";

      const told = await ask(`${url}/patroni`);
      const changes = ["switchover", "failover", "restart", "reinitialize"].map((change) =>
        ask("--post-data={}", `${url}/${change}`),
      );

      expect(JSON.parse(told.stdout)).toMatchObject({ patroni: { name: "database-1" } });
      for (const { all } of await Promise.all(changes)) expect(all).toContain("401");
    });
  });

  describe("configuration", () => {
    const settings = "config_file=/var/lib/postgresql/data/postgresql.conf";
    test.each([
      ["database-proxy-1", ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"]],
      ["database-1", ["patroni", "--validate-config", "--ignore-listen-port", "/etc/patroni"]],
      [
        "database-2",
        ["patroni", "--validate-config", "--ignore-listen-port", "/etc/patroni/patroni.yml"],
      ],
      [
        "database-3",
        ["postgres", "-D", "/var/lib/postgresql/data", "-c", settings, "-C", "hba_file"],
      ],
    ])("of %s is accepted by the program", async (server, command) => {
      const { [server]: container = "" } = await walk.shop.containers();

      await docker("exec", container, ...command);
    });
  });
}
