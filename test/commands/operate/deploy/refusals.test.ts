import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Shims } from "../../shims.ts";

vi.setConfig({ testTimeout: 180_000 });

let shims: Shims;
beforeEach(() => {
  shims = new Shims();
});
afterEach(() => shims.remove());

/** Two servers that run since noon. */
function serve(): void {
  const { name } = shims.environment;
  const servers = ["app-1", "web-1"].map((server) => [`id-${server}`, `${name}-${server}`]);
  const rows = servers.map((server) => server.join("\t"));
  const since = "2026-11-30 12:00:00 +0000 UTC";
  shims.answer({
    "ps --all --no-trunc*": rows.join("\n"),
    "ps --no-trunc*": rows.map((row) => `${row}\t${since}\trunning`).join("\n"),
    "inspect --format*": "[]\n[]",
  });
}

const EMPTY = '{"version": 4, "serial": 7, "lineage": "x", "resources": []}';
const ENCRYPTED = '{"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "bm8="}';

test.each([
  [
    "is empty",
    EMPTY,
    /app-1, \S+web-1; .* is empty.*\n.*\n.*npm run deploy stage-1 -- --remove-strays/,
  ],
  ["is encrypted", ENCRYPTED, /is encrypted, .*: decrypt it/],
  ["is no state", "{}", /is no Terraform state .*: put its backup/],
])("a deploy leaves servers alone that run while the state %s", async (_, state, sentence) => {
  serve();
  shims.writeState(state);

  const deploy = await shims.run(["deploy", "stage-1"]);
  const doctor = await shims.run(["doctor", "stage-1"]);

  expect(deploy.printed).toMatch(sentence);
  expect(deploy.code).toBe(1);
  expect(doctor.printed).toMatch(/✗ environment /);
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

  const deploy = await shims.run(["deploy", "stage-3"]);
  const doctor = await shims.run(["doctor", "stage-3"]);

  const sentence = /stage-3 needs \d+ new networks, and the Docker engine .* has addresses for 1 /;
  expect(deploy.printed).toMatch(sentence);
  expect(deploy.code).toBe(1);
  expect(doctor.printed).toMatch(sentence);
  expect(doctor.code).toBe(1);
});

test("a context with TLS brings its certificates to every call", async () => {
  const context = {
    Endpoints: { docker: { Host: "tcp://10.0.0.5:2376" } },
    TLSMaterial: { docker: ["ca.pem"] },
    Storage: { TLSPath: "/tls/1f2e" },
  };
  shims.answer({ "context inspect*": JSON.stringify(context) });

  const { printed } = await shims.run(["doctor", "stage-1"], { DOCKER_HOST: "" });

  expect(printed).toContain("28.0.0 at tcp://10.0.0.5:2376");
  const others = shims.calls.split("\n").filter((call) => call && !call.startsWith("context"));
  expect(others.length).toBeGreaterThan(3);
  for (const call of others) expect(call).toMatch(/ tcp:\/\/10\.0\.0\.5:2376 \/tls\/1f2e\/docker$/);
});
