import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Shims } from "../../shims.ts";

vi.setConfig({ testTimeout: 180_000 });

let shims: Shims;
beforeEach(() => {
  shims = new Shims();
});
afterEach(() => shims.remove());

test("deploy leaves servers alone that run while the state is empty, and doctor says the same", async () => {
  const { name } = shims.environment;
  const servers = ["app-1", "web-1"].map((server) => [`id-${server}`, `${name}-${server}`]);
  const rows = servers.map((server) => server.join("\t"));
  const since = "2026-11-30 12:00:00 +0000 UTC";
  shims.answer({
    "ps --all --no-trunc*": rows.join("\n"),
    "ps --no-trunc*": rows.map((row) => `${row}\t${since}\trunning`).join("\n"),
    "inspect --format*": "[]\n[]",
  });
  shims.writeState('{"version": 4, "serial": 7, "lineage": "x", "resources": []}');

  const deploy = await shims.run(["deploy", "stage-1"]);
  const doctor = await shims.run(["doctor", "stage-1"]);

  expect(deploy.printed).toMatch(
    /app-1, \S+web-1; .* is empty.*\n.*\n.*npm run deploy stage-1 -- --remove-strays/,
  );
  expect(deploy.code).toBe(1);
  expect(doctor.printed).toMatch(/✗ environment .*app-1, \S+web-1; .* is empty/);
  expect(doctor.code).toBe(1);
  expect(shims.calls).not.toMatch(/^(rm|stop|network rm) /m);
});

test("a deploy that has too few addresses for its networks is refused before it changes anything", async () => {
  const ids = Array.from({ length: 30 }, (_, i) => i);
  const subnets = ids.map((i) =>
    i < 15 ? `172.${17 + i}.0.0/16` : `192.168.${(i - 15) * 16}.0/20`,
  );
  const networks = subnets.map((Subnet, i) => ({ Id: `n${i}`, IPAM: { Config: [{ Subnet }] } }));
  shims.answer({ "network inspect*": JSON.stringify(networks) });

  const { code, printed } = await shims.run(["deploy", "stage-1"]);

  expect(printed).toMatch(
    /stage-1 needs \d+ new networks, and the Docker engine .* has addresses for 1 /,
  );
  expect(code).toBe(1);
  expect(shims.calls).not.toMatch(/^(rm|stop|rename|build|pull|create|run|network create) /m);
});
