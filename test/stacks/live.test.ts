import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { afterAll, expect, test } from "vitest";
import application from "../../application.ts";
import { Blueprint } from "../../constructs/core/blueprint.ts";
import { liveEnvironmentOf, readEnvironment } from "../../environment.ts";
import { Live } from "../../stacks/live.ts";
import { ruleFilesOf } from "../observability/rules.ts";
import type { StageJson } from "../synthesize.ts";

const folder = mkdtempSync(join(tmpdir(), "live-"));
afterAll(() => rmSync(folder, { recursive: true }));

const blueprint = new Blueprint(
  application,
  undefined,
  liveEnvironmentOf(readEnvironment({})),
  folder,
);
const { resource } = JSON.parse(
  Testing.synth(new Live(blueprint, { name: "shop", stages: [] }), true),
) as StageJson;
const containers = Object.entries(resource.docker_container);

test("the live page's resources have names that no environment can have", () => {
  const kinds = ["docker_container", "docker_network", "docker_volume"];
  const names = kinds.flatMap((kind) =>
    Object.values(resource[kind] ?? {}).map((each) => each.name),
  );

  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(name).toMatch(/^shop\.live-/);
});

test("it observes the environment through the Docker API proxy, on two dedicated networks", () => {
  const files = containers.flatMap(([, { upload = [] }]) => upload);
  const proxy = files.find(({ content }) => content.includes("docker-api-proxy"))?.content;

  expect(Object.keys(resource.docker_network ?? {}).sort()).toEqual(["observers", "operators"]);
  expect(proxy).toContain("/containers/shop-");
  expect(resource.docker_container.collector?.env).toContain("ENVIRONMENT=shop");
});

test("it is published on loopback, on a port that no stage uses", () => {
  const published = containers.flatMap(([, { ports = [] }]) => ports);

  expect(published).toEqual([{ external: 9001, internal: 8080, ip: "127.0.0.1" }]);
});

test("its rules are those of every server, which need nothing but the Docker API", () => {
  expect(Object.keys(ruleFilesOf(resource.docker_container.prometheus ?? {}))).toEqual([
    "server.yml",
  ]);
});
