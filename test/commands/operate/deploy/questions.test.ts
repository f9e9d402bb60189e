import { expect, test } from "vitest";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { countNew } from "../../../../commands/operate/deploy/networks.ts";
import {
  checkCpu,
  checkMemory,
  checkMounts,
} from "../../../../commands/operate/deploy/questions.ts";
import { anEngine } from "../../lib/engine/sample.ts";

const socket = { container_path: "/var/run/docker.sock", host_path: "/var/run/docker.sock" };
const stack = parseStack(
  JSON.stringify({
    resource: {
      docker_container: {
        app: { memory: 4096 },
        collector: { memory: 1024, volumes: [socket] },
      },
      docker_network: {
        app: { name: "shop-app" },
        web: { name: "shop-web" },
        own: { name: "shop-own", ipam_config: [{ subnet: "10.1.0.0/24" }] },
      },
    },
  }),
  "stage-9",
);
const again = "npm run deploy stage-9";

test("limits may exceed the memory, but a fifth of them may not", () => {
  expect(checkMemory({ engine: anEngine({ MemTotal: 2 ** 30 }), stack, again }).found).toBe(
    "stage-9 may use 5120 MiB, the Docker host has 1024 MiB",
  );
  expect(checkMemory({ engine: anEngine(), stack, again })).toMatchObject({});
  expect(() => checkMemory({ engine: anEngine({ MemTotal: 2 ** 29 }), stack, again })).toThrow(
    /the Docker host has 512 MiB, less than .* more memory, then run "npm run deploy stage-9"/,
  );
});

test("CPU limits are refused where the engine cannot set them, as without root", () => {
  expect(checkCpu({ engine: anEngine({ CpuCfsQuota: true }), stack, again })).toMatchObject({});
  expect(checkCpu({ engine: anEngine(), stack, again })).toMatchObject({});
  expect(() => checkCpu({ engine: anEngine({ CpuCfsQuota: false }), stack, again })).toThrow(
    /stage-9 have CPU limits, which .* cannot set: for a rootless engine, let systemd delegate/,
  );
});

test("a stage that reads the engine's socket is refused where users are remapped", () => {
  const remapping = anEngine({ SecurityOptions: ["name=userns"] });

  expect(checkMounts({ engine: anEngine(), stack }).found).toContain("collector");
  expect(() => checkMounts({ engine: remapping, stack })).toThrow("userns-remap");
});

test("new networks are those that are not there and need addresses of the engine's pools", () => {
  expect(countNew(stack, [])).toBe(2);
  expect(countNew(stack, ["shop-app", "other"])).toBe(1);
});
