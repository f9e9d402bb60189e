import { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { describe, expect, test } from "vitest";
import { Size } from "../../../architecture/size.ts";
import { AppTier } from "../../../constructs/app/app-tier.ts";
import { Cache } from "../../../constructs/cache/cache.ts";
import { Cdn } from "../../../constructs/cdn/cdn.ts";
import type { Stage } from "../../../constructs/core/stage.ts";
import { Database } from "../../../constructs/database/database.ts";
import { FileServer } from "../../../constructs/file-server/file-server.ts";
import { LoadBalancer } from "../../../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../../../constructs/public-address/public-address.ts";
import { Host } from "../../../constructs/server/host.ts";
import { WebTier } from "../../../constructs/web/web-tier.ts";
import { type StageJson, synthesize } from "../../synthesize.ts";

function shop(stage: Stage, { servers = 1, host }: { servers?: number; host?: Host } = {}) {
  const outside = stage.outside();
  const database = new Database(stage, "database", { host });
  const app = new AppTier(stage, "app", {
    uses: { DATABASE: database, ...outside },
    host,
    servers,
  });
  return { outside, database, app };
}

const containers = (json: string) => (JSON.parse(json) as StageJson).resource.docker_container;

describe("Database", () => {
  test("keeps its data on a volume that it releases to its replacement", () => {
    const json = synthesize((stage) => void new Database(stage, "database"));

    expect(json).toRunServer("database-1", {
      lifecycle: { create_before_destroy: true },
      volumes: [
        { container_path: "/var/lib/postgresql", volume_name: "${docker_volume.database-1.name}" },
      ],
    });
  });

  test("has no network until a client is granted access", () => {
    const json = synthesize((stage) => void new Database(stage, "database"));

    expect(json).toHaveResource(Container);
    expect(json).not.toHaveResource(Network);
  });
});

describe("Database with replicas", () => {
  const json = () => synthesize((stage) => void new Database(stage, "database", { replicas: 2 }));

  test("keeps the standalone server's volume, and only the first member initializes the cluster", () => {
    const { "database-1": first, "database-2": second } = containers(json());

    expect(first).toMatchObject({
      lifecycle: { create_before_destroy: true },
      volumes: [
        { container_path: "/var/lib/postgresql", volume_name: "${docker_volume.database-1.name}" },
      ],
      command: ["start-patroni", "/etc/patroni"],
    });
    expect(second?.command?.slice(0, 2)).toEqual(["start-patroni", "/etc/patroni/patroni.yml"]);
  });

  test("removes replicas before the first member, and never kills one that refuses to stop", () => {
    const { "database-1": first, ...others } = containers(json());

    for (const replica of [others["database-2"], others["database-3"]]) {
      expect(replica?.depends_on).toContain("docker_container.database-1");
      expect(replica?.depends_on).toContain("docker_container.database-proxy-2");
      expect(replica?.timeouts).toEqual({ delete: "1m" });
      expect(replica?.destroy_grace_seconds).toBeGreaterThan(365 * 24 * 3600);
    }
    expect(first?.destroy_grace_seconds).toBe(30);
  });

  test("has one URL for writes, one for reads and one for sessions", () => {
    const withApp = synthesize((stage) => {
      const outside = stage.outside();
      const database = new Database(stage, "database", { replicas: 2 });
      new AppTier(stage, "app", { uses: { DATABASE: database, ...outside } });
    });

    expect(containers(withApp)["app-1"]?.env).toEqual(
      expect.arrayContaining([
        "DATABASE_URL=postgres://shop:${var.database-password}@database:5432/shop",
        "DATABASE_READ_URL=postgres://shop:${var.database-password}@database:5433/shop",
        "DATABASE_SESSION_URL=postgres://shop:${var.database-password}@database:5434/shop",
      ]),
    );
  });

  test("fails when it is placed on a shared host", () => {
    const build = () =>
      synthesize((stage) => {
        new Database(stage, "database", { replicas: 2, host: new Host(stage, "host") });
      });

    expect(build).toThrow("database has replicas on one host: leave out the host");
  });
});

describe("AppTier", () => {
  test("runs the given number of servers, each with its own name", () => {
    const json = synthesize((stage) => void shop(stage, { servers: 3 }));

    const names = Object.keys(containers(json)).filter((name) => name.startsWith("app"));
    expect(names).toEqual(["app-1", "app-2", "app-3"]);
  });

  test("joins the private networks of its services", () => {
    const json = synthesize((stage) => void shop(stage));

    const joined = containers(json)["app-1"]?.networks_advanced?.map(({ name }) => name);
    expect(joined).toEqual([
      "${docker_network.database.name}",
      "${docker_network.payment-provider.name}",
    ]);
    expect(json).toHaveResourceWithProperties(Network, { name: "shop-database", internal: true });
  });

  test("listens on loopback and on its own network only", () => {
    const json = synthesize((stage) => {
      new WebTier(stage, "web", { app: shop(stage).app });
    });

    const { env, name } = containers(json)["app-1"] ?? {};
    expect(env).toContain(`LISTEN=127.0.0.1,${name?.replace("shop-", "")}.app`);
  });
});

describe("Cache", () => {
  const json = () =>
    synthesize((stage) => {
      const outside = stage.outside();
      const database = new Database(stage, "database");
      const cache = new Cache(stage, "cache", { size: Size.SMALL });
      new AppTier(stage, "app", { uses: { CACHE: cache, DATABASE: database, ...outside } });
    });

  test("has a URL for the app, which starts after it", () => {
    const { "app-1": app } = containers(json());

    expect(app?.env).toContain("CACHE_URL=redis://shop:${var.cache-password}@cache:6379");
    expect(app?.depends_on).toContain("docker_container.cache");
  });

  test("uses at most half of its machine's memory for entries", () => {
    const { cache } = containers(json());

    expect(cache?.memory).toBe(256);
    expect(cache?.upload?.[0]?.content).toContain("\nmaxmemory 128mb\n");
  });

  test("has no volume, and its password only in the environment", () => {
    const { cache } = containers(json());

    expect(cache?.volumes).toBeUndefined();
    expect(cache?.env).toContain("CACHE_PASSWORD=${var.cache-password}");
    expect(JSON.stringify([cache?.command, cache?.upload, cache?.healthcheck])).not.toContain(
      "cache-password",
    );
  });
});

describe("LoadBalancer", () => {
  test("starts after its backend servers, and stops before them", () => {
    const json = synthesize((stage) => {
      const web = new WebTier(stage, "web", { app: shop(stage).app, servers: 2 });
      new LoadBalancer(stage, "load-balancer", { servers: 2, backend: web });
    });

    expect(json).toRunServer("load-balancer-2", {
      depends_on: ["docker_container.web-1", "docker_container.web-2"],
    });
    expect(json).toRunServer("web-1", { depends_on: ["docker_container.app-1"] });
  });

  test("replaces the one load balancer of earlier versions, which had no number", () => {
    const json = synthesize((stage) => {
      const web = new WebTier(stage, "web", { app: shop(stage).app });
      new LoadBalancer(stage, "load-balancer", { servers: 2, backend: web });
    });

    expect((JSON.parse(json) as { moved: object[] }).moved).toEqual([
      { from: "docker_container.load-balancer", to: "docker_container.load-balancer-1" },
    ]);
  });
});

describe("FileServer", () => {
  const json = synthesize((stage) => void new FileServer(stage, "file-server", { servers: 2 }));

  test.each([1, 2])("%i starts its replacement first, on the same volume", (number) => {
    expect(json).toRunServer(`file-server-${number}`, {
      name: expect.stringMatching(new RegExp(`^shop-file-server-${number}-[0-9a-f]{8}$`)),
      lifecycle: { create_before_destroy: true },
      volumes: [
        {
          container_path: "/var/lib/files",
          volume_name: `\${docker_volume.file-server-${number}.name}`,
        },
      ],
    });
  });

  test("keeps the volume of the one file server of earlier versions, which had no number", () => {
    const { moved } = JSON.parse(json) as { moved: object[] };

    expect(moved).toEqual(
      ["docker_volume", "docker_container"].map((type) => ({
        from: `${type}.file-server`,
        to: `${type}.file-server-1`,
      })),
    );
  });

  test("publishes files before the app servers that link to them start", () => {
    const json = synthesize((stage) => {
      const outside = stage.outside();
      const database = new Database(stage, "database");
      const files = new FileServer(stage, "file-server", { servers: 2 });
      new AppTier(stage, "app", { uses: { DATABASE: database, ...outside }, files });
    });

    expect(json).toRunServer("app-1", {
      depends_on: ["docker_container.file-server-1", "docker_container.file-server-2"],
    });
    const joined = containers(json)["app-1"]?.networks_advanced?.map(({ name }) => name);
    expect(joined).not.toContain("${docker_network.file-server.name}");
  });
});

describe("Cdn", () => {
  const json = () =>
    synthesize((stage) => {
      const files = new FileServer(stage, "file-server");
      const web = new WebTier(stage, "web", { app: shop(stage).app });
      const pages = new LoadBalancer(stage, "load-balancer", { backend: web });
      const cdn = new Cdn(stage, "cdn", { edges: 3, files, pages });
      new PublicAddress(stage, "public-address", { entry: cdn });
    });

  test("has edges, each with its own name, that stop before their origins", () => {
    const names = Object.keys(containers(json())).filter((name) => name.startsWith("cdn"));

    expect(names).toEqual(["cdn-1", "cdn-2", "cdn-3"]);
    expect(json()).toRunServer("cdn-2", {
      depends_on: ["docker_container.file-server-1", "docker_container.load-balancer-1"],
    });
  });

  test("listens on loopback and for the public address, not on its origins' networks", () => {
    expect(containers(json())["cdn-1"]?.command).toEqual([
      "start-edge",
      "127.0.0.1",
      expect.stringMatching(/^cdn-1-[0-9a-f]{8}\.public-address-entry$/),
    ]);
  });
});

describe("Host", () => {
  test("shares its network and its size among its servers", () => {
    const json = synthesize((stage) => {
      shop(stage, { host: new Host(stage, "host", { size: Size.MEDIUM }) });
    });

    for (const server of ["database-1", "app-1"]) {
      expect(json).toRunServer(server, {
        network_mode: "container:${docker_container.host.id}",
        cpus: "0.5",
        memory: 256,
      });
    }
  });

  test("gets a new name when a server on it changes", () => {
    const hostName = (size: Size) => {
      const json = synthesize(
        (stage) => void shop(stage, { host: new Host(stage, "host", { size }) }),
      );
      return containers(json).host?.name;
    };

    expect(hostName(Size.MEDIUM)).toBe(hostName(Size.MEDIUM));
    expect(hostName(Size.MEDIUM)).not.toBe(hostName(Size.SHARED));
  });
});
