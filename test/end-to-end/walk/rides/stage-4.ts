import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { docker } from "../../shop.ts";
import type { Walk } from "../walk.ts";

/** What the members of the database say to others, what their pooler does, and their files. */
export function ride(walk: Walk): void {
  describe("the connection pooler", () => {
    /** Runs a program of the database's image on a proxy's machine, as the application's role. */
    const asClient = async (port: number, input: string, ...command: string[]) => {
      const { "database-proxy-1": proxy = "", "database-1": member = "" } =
        await walk.shop.containers();
      const env = {
        PGHOST: "127.0.0.1",
        PGPORT: `${port}`,
        PGUSER: "shop",
        PGPASSWORD: await docker("exec", member, "printenv", "DATABASE_PASSWORD"),
      };
      const variables = Object.keys(env).flatMap((name) => ["--env", name]);
      const image = await docker("inspect", "--format", "{{.Config.Image}}", member);
      const network = ["--network", `container:${proxy}`];
      const run = ["run", "--rm", "--interactive", ...network, ...variables, image, ...command];
      return (await execa("docker", run, { env, input })).stdout;
    };

    test("serves more clients at once than PostgreSQL accepts, with prepared statements", async () => {
      const options = ["-n", "-M", "prepared", "-c", "150", "-t", "3", "-f", "/dev/stdin"];

      const told = await asClient(5432, "SELECT 1;", "pgbench", ...options);

      expect(told).toContain("number of clients: 150");
      expect(told).toContain("number of transactions actually processed: 450/450");
    });

    test("is passed by on the port for sessions, whose locks and notifications stay theirs", async () => {
      const other = 'psql -At -c "SELECT pg_try_advisory_lock(7)" -c "NOTIFY news"';
      const session = `LISTEN news;\nSELECT pg_advisory_lock(7);\n\\! ${other}\nSELECT 1;`;

      const told = await asClient(5434, session, "psql", "-At");

      expect(told).toMatch(/^f$/m);
      expect(told).toContain('Asynchronous notification "news" received');
    });

    test("lets in nobody but the application, and only with its password", async () => {
      const ask = (login: string) =>
        asClient(5432, "SELECT 1", "psql", login).catch(({ stderr }) => stderr);

      const answers = await Promise.all(
        [
          "user=postgres",
          "user=replicator",
          "dbname=postgres",
          "dbname=pgbouncer",
          "password=x",
        ].map(ask),
      );

      for (const answer of answers) {
        expect(answer).toMatch(/SASL authentication failed|no such database|not allowed/);
      }
    });
  });

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
