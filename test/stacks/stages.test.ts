import { describe, expect, test } from "vitest";
import { namedStages, type Resource, type StageJson, synthesizeStage } from "../synthesize.ts";

/**
 * The resources that a stage removes: all others of the previous stage keep their address and name.
 */
const removed: Record<string, string[]> = {
  "stage-2": ["docker_container.host", "docker_image.host"],
};

/** The Docker API proxy: it opens the Docker socket as root, without capabilities. */
const apiProxy = "observability-collector-docker-api-proxy";

/** The collector reads the container logs, which are readable for the group root. */
const collector = "observability-collector";

/** Servers whose data an old and a new container may use at once. */
const sharing = ["file-server-1", "file-server-2"];
/** Servers that release their data to the new container. */
const releasing = ["database-1"];

/** The admin proxies with their ports on loopback, and the first stage that has each. */
const pages = [
  { server: "observability-page", from: 8, port: 9000 },
  { server: "queue-page", from: 6, port: 8081 },
];

const synthesized = namedStages.map(({ name, number, type }) => ({
  name,
  pages: pages.filter(({ from }) => from <= number),
  isObserved: number >= 8,
  json: synthesizeStage(type),
}));

describe.each(synthesized)("$name", ({ pages, isObserved, json }) => {
  const containers = Object.entries(json.resource.docker_container);

  test("publishes one port on all addresses, that of the public address", () => {
    const published = containers.filter(([, { ports }]) => ports?.some(({ ip }) => !ip));

    expect(published.map(([name]) => name)).toEqual(["public-address"]);
    expect(published[0]?.[1].ports).toEqual([{ external: 8080, internal: 8080 }]);
  });

  test("publishes admin pages on loopback only", () => {
    const published = containers.flatMap(([name, { ports }]) =>
      (ports ?? []).filter(({ ip }) => ip).map((port) => [name, port]),
    );

    expect(published).toEqual(
      pages.map(({ server, port }) => [
        server,
        { external: port, internal: 8080, ip: "127.0.0.1" },
      ]),
    );
  });

  test.each(containers)(
    "%s has limits, a health check, no privileges and a graceful stop",
    (name, server) => {
      expect(server.memory).toBeGreaterThan(0);
      expect(server.memory_swap).toBe(server.memory);
      expect(Number(server.cpus)).toBeGreaterThan(0);
      expect(server.healthcheck?.test).toEqual(["CMD-SHELL", expect.stringMatching(/\w/)]);
      expect(server.user).toMatch(
        name === apiProxy
          ? /^0$/
          : name === collector
            ? /^collector:root$/
            : /^(?!root$|0$)\w[\w-]+$/,
      );
      expect(server.capabilities).toEqual({ drop: ["ALL"] });
      expect(server.security_opts).toEqual(["no-new-privileges:true"]);
      expect(server.restart).toBe("unless-stopped");
      expect(server.destroy_grace_seconds).toBeGreaterThanOrEqual(30);
    },
  );

  test("mounts only the Docker socket and container logs, each into one server", () => {
    const mounted = containers.flatMap(([server, { volumes = [] }]) =>
      volumes
        .filter(({ host_path }) => host_path)
        .map(({ host_path, read_only }) => [server, host_path, read_only]),
    );

    const ofObservers = [
      [collector, "/var/lib/docker/containers", true],
      [apiProxy, "/var/run/docker.sock", true],
    ];
    expect(mounted.sort()).toEqual(isObserved ? ofObservers : []);
  });

  test("has a writable root file system only for servers with configuration files", () => {
    for (const [, { read_only, upload }] of containers) expect(read_only).toBe(!upload);
  });

  test("has internal networks only, except for the public address and admin pages", () => {
    const networks = Object.entries(json.resource.docker_network ?? {}) as [string, object][];
    const open = networks.filter(([, network]) => !(network as { internal: boolean }).internal);

    const outside = ["public-address-outside"];
    expect(open.map(([name]) => name).sort()).toEqual(
      pages.length > 0 ? ["operators", ...outside] : outside,
    );
  });

  test("never makes a stateless server depend on one with data", () => {
    const withData = containers
      .filter(([name, { volumes }]) => volumes && !sharing.includes(name))
      .map(([name]) => name);
    const stateless = containers.filter(([, { lifecycle }]) => lifecycle?.create_before_destroy);
    const waitedFor = stateless.flatMap(([, { depends_on }]) => depends_on ?? []);

    expect(withData).not.toHaveLength(0);
    for (const name of withData) expect(waitedFor).not.toContain(`docker_container.${name}`);
  });

  test("never replaces a volume, whatever changes", () => {
    const volumes = Object.values(json.resource.docker_volume ?? {});

    expect(volumes).not.toHaveLength(0);
    for (const volume of volumes)
      expect(volume).toMatchObject({ lifecycle: { ignore_changes: "all" } });
  });

  test("starts replacements first, under a new name, and replaces servers with data in place", () => {
    for (const [name, { volumes, ports, lifecycle, ...server }] of containers) {
      const keepsData =
        volumes?.some((each) => each.volume_name) && ![...sharing, ...releasing].includes(name);
      const inPlace = keepsData || ports !== undefined;

      expect(server.name).toMatch(new RegExp(`^shop-${name}${inPlace ? "" : "-[0-9a-f]{8}"}$`));
      expect(lifecycle?.create_before_destroy ?? false).toBe(!inPlace);
    }
  });

  test("holds secrets only as sensitive variables", () => {
    const text = JSON.stringify(json);
    const secrets = containers.flatMap(([, { env }]) =>
      (env ?? []).filter((line) => /^\w*(PASSWORD|SECRET)|:\/\/\w+:[^@]+@/.test(line)),
    );

    expect(secrets).not.toHaveLength(0);
    for (const secret of secrets) {
      const [, variable = ""] = secret.match(/[=:]\$\{var\.([a-z-]+)\}(@[^$]+)?$/) ?? [];
      expect(json.variable[variable]).toEqual({ sensitive: true, type: "string" });
    }
    expect(text).not.toMatch(/password"?[:=]"?[^"$,]{8}/i);
  });

  test("uses at most 16 networks: a Docker engine has addresses for 30 by default", () => {
    expect(Object.keys(json.resource.docker_network ?? {}).length).toBeLessThanOrEqual(16);
  });
});

describe.each(synthesized.slice(1).map((stage, index) => [synthesized[index], stage] as const))(
  "$0.name and the next stage",
  (before, after) => {
    test("share all addresses except those listed as removed", () => {
      const kept = addresses(before?.json).filter((each) => !addresses(after.json).includes(each));

      expect(kept).toEqual(removed[after.name] ?? []);
    });

    test("share the names of volumes, networks and servers with data", () => {
      const names = (json?: StageJson) => ({
        networks: namesOf(json?.resource.docker_network),
        volumes: namesOf(json?.resource.docker_volume),
        servers: namesOf(
          json?.resource.docker_container,
          ({ volumes, lifecycle }) => volumes !== undefined && lifecycle === undefined,
        ),
      });

      expect(names(after.json)).toMatchObject(names(before?.json));
    });

    test("have the same public address", () => {
      const [one, other] = [before?.json, after.json].map(
        (json) => json?.resource.docker_container["public-address"],
      );

      expect(one).toEqual(other);
    });
  },
);

test("a larger tier does not change its existing servers", () => {
  const [, two, three] = synthesized.map(({ json }) => json.resource.docker_container);

  expect(three?.["app-1"]).toEqual(two?.["app-1"]);
  expect(three?.["database-1"]).toEqual(two?.["database-1"]);
});

/** Returns the names of resources by their ids. */
function namesOf<T extends Resource>(things: Record<string, T> = {}, which = (_: T) => true) {
  const chosen = Object.entries(things).filter(([, thing]) => which(thing));
  return Object.fromEntries(chosen.map(([id, { name }]) => [id, name]));
}

function addresses(json: StageJson | undefined): string[] {
  const types = Object.entries(json?.resource ?? {});
  return types.flatMap(([type, things]) => Object.keys(things).map((id) => `${type}.${id}`)).sort();
}
