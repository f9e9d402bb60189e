import { Volume } from "@cdktf/provider-docker/lib/volume/index.js";
import { describe, expect, test } from "vitest";
import { Size } from "../../../architecture/size.ts";
import { Secret } from "../../../constructs/core/secret.ts";
import type { Stage } from "../../../constructs/core/stage.ts";
import { databaseImage } from "../../../constructs/database/database-image.ts";
import { haproxyImage } from "../../../constructs/haproxy/haproxy.ts";
import { nginxImage } from "../../../constructs/nginx/nginx.ts";
import { httpCheck } from "../../../constructs/server/health-check.ts";
import { PrivateNetwork } from "../../../constructs/server/private-network.ts";
import { Server, type ServerProps } from "../../../constructs/server/server.ts";
import { type StageJson, synthesize } from "../../synthesize.ts";

function server(stage: Stage, id: string, props: Partial<ServerProps> = {}): Server {
  const image = haproxyImage(stage);
  const basics = { image, role: "test", user: "nobody", port: 80, healthCheck: "true" };
  return new Server(stage, id, { ...basics, size: Size.MICRO, ...props });
}

const container = (build: (stage: Stage) => void, name = "some") =>
  (JSON.parse(synthesize(build)) as StageJson).resource.docker_container[name];

describe("Server", () => {
  test("gets a new name when its configuration changes, and only then", () => {
    const nameWith = (LEVEL: string) =>
      container((stage) => server(stage, "some", { environment: () => ({ LEVEL }) }))?.name;

    expect(nameWith("info")).toBe(nameWith("info"));
    expect(nameWith("info")).not.toBe(nameWith("debug"));
  });

  test("keeps its name when only its memory changes, which needs no replacement", () => {
    const nameWith = (size: Size) => container((stage) => server(stage, "some", { size }))?.name;

    expect(nameWith(Size.MICRO)).toBe(nameWith(Size.SMALL));
  });

  test("is healthy while a page is served, on its own port or at a given address", () => {
    expect(httpCheck(8404)).toBe("busybox wget -q -O /dev/null http://127.0.0.1:8404/");
    expect(httpCheck("$HOST:80", "/ready")).toBe(
      "busybox wget -q -O /dev/null http://$HOST:80/ready",
    );
  });

  test("with data has a volume of the same name, and is replaced in place", () => {
    const json = synthesize((stage) => void server(stage, "some", { data: "/data" }));

    expect(json).toRunServer("some", {
      name: "shop-some",
      volumes: [{ container_path: "/data", volume_name: "${docker_volume.some.name}" }],
    });
    expect(json).not.toRunServer("some", { lifecycle: { create_before_destroy: true } });
    expect(json).toHaveResourceWithProperties(Volume, { name: "shop-some" });
  });

  test("listens under its tier's alias and its own name; a client has no alias", () => {
    const json = synthesize((stage) => {
      const network = new PrivateNetwork(stage, "tier");
      server(stage, "some").serveOn(network, "tier");
      server(stage, "client").join(network);
    });

    const { some, client } = (JSON.parse(json) as StageJson).resource.docker_container;
    const own = `${some?.name.replace("shop-", "")}.tier`;
    expect(some?.networks_advanced?.[0]?.aliases.sort()).toEqual([own, "tier"].sort());
    expect(client?.networks_advanced?.[0]?.aliases).toEqual([]);
  });

  test("depends on other servers, but on one that is replaced in place only if it is itself", () => {
    const build = (stage: Stage) => {
      const last = server(stage, "some");
      const stateless = server(stage, "stateless");
      const stateful = server(stage, "stateful", { data: "/data" });
      last.startAfter([stateless, stateful]);
      stateful.startAfter([stateless, server(stage, "first", { data: "/data" })]);
    };

    expect(container(build)?.depends_on).toEqual(["docker_container.stateless"]);
    expect(container(build, "stateful")?.depends_on).toEqual([
      "docker_container.stateless",
      "docker_container.first",
    ]);
  });
});

describe("Secret", () => {
  test("has one instance for each name", () => {
    synthesize((stage) => {
      expect(Secret.of(stage, "key")).toBe(Secret.of(stage, "key"));
      expect(Secret.of(stage, "key").reference).toBe("${var.key}");
    });
  });
});

describe("Image", () => {
  test("has one instance for each name, and a tag that depends on its content", () => {
    synthesize((stage) => {
      expect(databaseImage(stage)).toBe(databaseImage(stage));
      expect(databaseImage(stage).tag).toMatch(/^blueprint-database:[0-9a-f]{12}$/);
      expect(nginxImage(stage).tag).not.toBe(databaseImage(stage).tag);
    });
  });
});
