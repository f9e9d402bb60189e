import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../architecture/model.ts";
import { readArchitecture } from "../../../commands/lib/stack/container.ts";
import { parseStack } from "../../../commands/lib/stack/stack.ts";
import { describeArchitecture } from "../../../constructs/server/architecture.ts";
import { Stage1 } from "../../../stacks/stage-1.ts";
import { Stage3 } from "../../../stacks/stage-3.ts";
import { Stage7 } from "../../../stacks/stage-7.ts";
import { architectureOf, blueprint, jsonOf, stages, synthesizeStage } from "../../synthesize.ts";

const described = stages.map((type) => ({ type, architecture: architectureOf(type) }));

const servers = ({ machines }: Architecture) => machines.flatMap((machine) => machine.servers);

const arrows = ({ connections }: Architecture) =>
  connections.map(({ from, to, network, port }) => `${from} > ${to}:${port} (${network})`);

describe("the architecture of every stage", () => {
  test.each(described)(
    "contains every container of the stage: $architecture.stage",
    ({ type, architecture }) => {
      const deployed = Object.keys(synthesizeStage(type).resource.docker_container);

      const all = new Set([
        ...architecture.machines.map(({ name }) => name),
        ...servers(architecture).map(({ name }) => name),
      ]);
      expect([...all].sort()).toEqual(deployed.sort());
    },
  );

  test.each(described)(
    "equals the architecture read from the synthesized JSON: $architecture.stage",
    ({ type, architecture }) => {
      const stack = parseStack(jsonOf(type), architecture.stage);

      expect(readArchitecture(stack)).toEqual(architecture);
    },
  );

  test.each(described)(
    "connects only its own machines and servers: $architecture.stage",
    ({ architecture }) => {
      const machines = architecture.machines.map(({ name }) => name);
      const names = servers(architecture).map(({ name }) => name);

      for (const { from, to } of architecture.connections) {
        expect(machines).toContain(from);
        expect(names).toContain(to);
      }
      expect(new Set(arrows(architecture)).size).toBe(architecture.connections.length);
    },
  );

  test.each(described)(
    "is deterministic, without hashes, expressions and secrets: $architecture.stage",
    ({ type, architecture }) => {
      const again = describeArchitecture(new type(blueprint()));

      expect(again).toEqual(architecture);
      expect(JSON.stringify(architecture)).not.toMatch(/[0-9a-f]{8}|\$\{|password/i);
    },
  );
});

describe("the architecture", () => {
  test("has several servers on a shared host, and the host's size", () => {
    const { machines } = architectureOf(Stage1);

    expect(machines.find(({ name }) => name === "host")).toEqual({
      name: "host",
      group: "host",
      size: { name: "shared", cpus: 0.45, memoryMiB: 768 },
      servers: [
        { name: "app-1", role: "app", port: 3000, data: false },
        { name: "database-1", role: "database", port: 5432, data: true },
        { name: "web-1", role: "web", port: 8080, data: false },
      ],
    });
  });

  test("contains the network and port of each connection from a machine to a server", () => {
    expect(arrows(architectureOf(Stage3))).toEqual(
      expect.arrayContaining([
        "app-2 > database-1:5432 (database)",
        "public-address > load-balancer-2:8080 (public-address-entry)",
        "web-1 > app-2:3000 (app)",
      ]),
    );
  });

  test("contains each machine's group", () => {
    const { machines } = architectureOf(Stage7);

    const groups = Object.fromEntries(machines.map(({ name, group }) => [name, group]));
    expect(groups).toMatchObject({
      "cdn-2": "cdn",
      "database-2": "database",
      "database-etcd-1": "database",
      "database-proxy-1": "database",
      "public-address": "public-address",
      "queue-page": "queue",
    });
  });

  test("contains the published ports", () => {
    const published = servers(architectureOf(Stage7)).filter(
      ({ publishedPort }) => publishedPort !== undefined,
    );

    expect(published.map(({ name, publishedPort }) => [name, publishedPort])).toEqual([
      ["public-address", 8080],
      ["queue-page", 8081],
    ]);
  });
});
