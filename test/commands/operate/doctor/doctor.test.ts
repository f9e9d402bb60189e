import { expect, onTestFinished, test, vi } from "vitest";
import { check } from "../../../../commands/operate/doctor/check.ts";
import { Shims } from "../../shims.ts";

vi.setConfig({ testTimeout: 180_000 });

test("doctor asks for all that a deploy of a stage needs, and finds the engine of a context with TLS", async () => {
  const shims = new Shims();
  onTestFinished(() => shims.remove());
  const context = {
    Endpoints: { docker: { Host: "tcp://10.0.0.5:2376" } },
    TLSMaterial: { docker: ["ca.pem"] },
    Storage: { TLSPath: "/tls/1f2e" },
  };
  shims.answer({ "context inspect*": JSON.stringify(context) });

  const { code, printed } = await shims.run(["doctor", "stage-1"], { DOCKER_HOST: "" });

  expect(printed).toMatch(
    /✓ Docker engine +28\.0\.0 at tcp:\/\/10\.0\.0\.5:2376 .*on another machine/,
  );
  expect(printed).toMatch(/✓ networks +\d to create, addresses for 30/);
  expect(printed).toMatch(/ready: .*npm run deploy stage-1/);
  expect(code).toBe(0);
  expect(shims.calls).not.toMatch(/^(rm|stop|rename|build|pull|create|run) /m);
  const others = shims.calls.split("\n").filter((call) => call && !call.startsWith("context"));
  expect(others.length).toBeGreaterThan(3);
  for (const call of others) expect(call).toMatch(/ tcp:\/\/10\.0\.0\.5:2376 \/tls\/1f2e\/docker$/);
});

test("a check that throws is one row that failed", async () => {
  const row = await check("registry", () => Promise.reject(new TypeError("x is undefined")));

  expect(row).toMatchObject({ name: "registry", status: "missing", found: "x is undefined" });
});
