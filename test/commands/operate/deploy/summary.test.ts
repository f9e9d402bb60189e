import { expect, test } from "vitest";
import { variablesOf } from "../../../../commands/lib/command-line.ts";
import { readArchitecture, waits } from "../../../../commands/lib/stack/container.ts";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { summarize } from "../../../../commands/operate/deploy/summary.ts";
import { readEnvironment } from "../../../../environment.ts";

function container(server: string, host: string, role: string, cpus: string, memory: number) {
  const labels = { server, host, role };
  return {
    cpus,
    memory,
    wait: role !== "host",
    labels: Object.entries(labels).map(([name, value]) => ({ label: `blueprint.${name}`, value })),
  };
}

const docker_container = {
  host: container("host", "host", "host", "0.1", 16),
  "web-1": container("web-1", "host", "web", "0.25", 64),
  "app-1": container("app-1", "host", "app", "0.5", 256),
  "public-address": container("public-address", "public-address", "public-address", "0.25", 64),
};
const stack = parseStack(JSON.stringify({ resource: { docker_container } }), "stage-1");

test("a container that waits until it is healthy is found by its address", () => {
  expect(waits(stack)("docker_container.web-1")).toBe(true);
  expect(waits(stack)("docker_container.host")).toBe(false);
  expect(waits(stack)("docker_network.app")).toBe(false);
});

test("a deploy ends with the shop's URL, its hosts and what to try next", () => {
  const stages = ["stage-1", "stage-2"];
  const engine = { host: "localhost" };

  expect(summarize("shop", readEnvironment({}), stages, engine, readArchitecture(stack))).toBe(
    `
shop is open: http://localhost:8080 (stage-1, environment shop)

host            servers         size
host            app-1, web-1    0.75 CPU, 320 MiB
public-address  public-address  0.25 CPU, 64 MiB

What to try next:
  open http://localhost:8080  see it
  npm run observe             see the servers live, beside any stage
  npx cdktf diff stage-2      see what stage-2 would change
  npm run deploy stage-2      go on to the next stage
  npm run destroy             remove it all, with its data`,
  );
});

test("commands contain the environment's variables if it is not the default one", () => {
  const variables = { BLUEPRINT_ENVIRONMENT: "review", BLUEPRINT_PORT: "8090" };
  const endpoint = (url: string) => readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: url });

  expect(variablesOf(readEnvironment(variables))).toBe(
    "BLUEPRINT_ENVIRONMENT=review BLUEPRINT_PORT=8090 ",
  );
  expect(variablesOf(endpoint("http://collector.example:4318"))).toBe(
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.example:4318 ",
  );
  expect(variablesOf(endpoint("http://me:secret@collector.example"))).toBe("");
});
