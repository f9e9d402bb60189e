import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { check } from "../../../../commands/operate/doctor/check.ts";
import { Shims } from "../../shims.ts";

vi.setConfig({ testTimeout: 180_000 });

let shims: Shims;
beforeEach(() => {
  shims = new Shims();
});
afterEach(() => shims.remove());

test("doctor asks for all that a deploy of a stage needs, and is ready", async () => {
  const { code, printed } = await shims.run(["doctor", "stage-1"]);

  expect(printed).toMatch(/✓ Docker engine +28\.0\.0 at unix:\/\/\/var\/run\/docker\.sock/);
  expect(printed).toMatch(/✓ networks +\d to create, addresses for 30/);
  expect(printed).toMatch(/ready: .*npm run deploy stage-1/);
  expect(code).toBe(0);
  expect(shims.calls).not.toMatch(/^(rm|stop|rename|build|pull|create|run) /m);
});

test.each([
  ["permission denied while trying to connect to the Docker daemon socket", "usermod -aG docker"],
  ["The command 'docker' could not be found in this WSL 2 distro.", "install Docker"],
  ["error during connect: ssh: Could not resolve hostname shop", ""],
])("doctor shows docker's own reason: %s", async (words, fix) => {
  shims.fail(words, words.includes("WSL") ? 1 : 2);

  const { printed } = await shims.run(["doctor"]);

  const row = printed.split("\n").find((line) => line.includes("Docker engine")) ?? "";
  expect(row).toContain(words);
  expect(row).toContain(fix);
});

test("doctor does not take Podman's command for Docker's", async () => {
  shims.answer({ "version *": '{"Client":{"Version":"4.3.1"}}', "info *": '{"host":{}} podman' });

  const { code, printed } = await shims.run(["doctor"]);

  expect(printed).toMatch(/✗ Docker engine .*the docker command is Podman's/);
  expect(code).toBe(1);
});

test("a check that throws is one row that failed", async () => {
  const row = await check("registry", () => Promise.reject(new TypeError("x is undefined")));

  expect(row).toMatchObject({ name: "registry", status: "missing", found: "x is undefined" });
});
