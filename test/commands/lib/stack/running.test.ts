import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readRunning } from "../../../../commands/lib/stack/running.ts";
import { compare, isSame } from "../../../../commands/review/compare/comparison.ts";
import { renderJson } from "../../../../commands/review/compare/json.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import { type Environment, readEnvironment } from "../../../../environment.ts";
import { stackOf } from "../../review/compare/stages.ts";

const folder = mkdtempSync(join(tmpdir(), "running-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Attributes = Record<string, unknown>;

/** The defaults that version 4.5.0 of kreuzwerker/docker computes in blocks. */
const COMPUTED_IN_BLOCKS: Record<string, Attributes> = {
  build: { cpu_period: 0, cpu_quota: 0, cpu_shares: 0, memory: 0, memory_swap: 0, shm_size: 0 },
  healthcheck: { start_interval: "0s" },
};

/** A state as the provider writes it: with secrets, blocks as lists, and computed attributes. */
function stateOf(number: number, change: (id: string, attributes: Attributes) => void = () => {}) {
  const resources = [...stackOf(number).resources.values()].map(({ type, id, attributes }) => {
    const text = JSON.stringify(attributes)
      .replace(/\$\{var\.[^}]*\}/g, "s3cret")
      .replace(/\$\{docker_container\.host\.id\}/g, "4f1c");
    const own: Attributes = JSON.parse(text);
    for (const block of ["build", "capabilities", "healthcheck"]) {
      if (own[block]) own[block] = [{ ...own[block], ...COMPUTED_IN_BLOCKS[block] }];
    }
    if (Array.isArray(own.networks_advanced)) {
      own.networks_advanced = own.networks_advanced.map((each) => ({ ...each, gw_priority: 0 }));
    }
    const computed = {
      docker_container: {
        bridge: "",
        container_read_refresh_timeout_milliseconds: 15_000,
        cpu_shares: 0,
        exit_code: 0,
        max_retry_count: 0,
        memory_reservation: 0,
        must_run: true,
        network_mode: own.network_mode ?? "bridge",
        platform: "linux",
        working_dir: "/srv/shop",
        network_data: [{ ip: "10.0.0.2" }],
      },
      docker_image: { image_id: "sha256:1" },
      docker_network: { driver: "bridge", ipam_driver: "default", scope: "local" },
    }[type];
    const all = { ...own, ...computed, id: "4f1c" };
    change(id, all);
    return { mode: "managed", type, name: id, instances: [{ attributes: all }] };
  });
  return { version: 4, resources };
}

function environmentWith(state: unknown): Environment {
  const stateFile = join(folder, "terraform.tfstate");
  writeFileSync(stateFile, JSON.stringify(state));
  return { ...readEnvironment({}), stateFile };
}

describe("what runs", () => {
  test.each([1, 4, 8])("equals the deployed stage: stage-%i", (number) => {
    const after = stackOf(number);

    const running = readRunning(environmentWith(stateOf(number)), after);

    const comparison = compare(running, after);
    expect(comparison.lines.filter(({ change }) => change !== "unchanged")).toEqual([]);
    expect(isSame(comparison)).toBe(true);
  });

  test("differs from another stage as the stages differ", () => {
    const after = stackOf(5);

    const { lines } = compare(readRunning(environmentWith(stateOf(4)), after), after);

    const changes = (all: typeof lines) => all.map(({ address, change }) => `${address} ${change}`);
    expect(changes(lines)).toEqual(changes(compare(stackOf(4), after).lines));
  });

  test("differs where the state lacks an attribute or has another one", () => {
    const after = stackOf(2);
    const state = stateOf(2, (id, attributes) => {
      if (id === "web-1") attributes.privileged = true;
      if (id === "app-1") delete attributes.memory;
    });

    const { lines } = compare(readRunning(environmentWith(state), after), after);

    const changed = lines.filter(({ change }) => change !== "unchanged");
    expect(changed.map(({ name, change, details }) => [name, change, details])).toEqual([
      ["app-1", "changed", ["memory no limit → 256 MiB"]],
      ["web-1", "replaced", ["privileged is no longer set"]],
    ]);
  });

  test("shows no secret of the state", () => {
    const after = stackOf(2);

    const comparison = compare(readRunning(environmentWith(stateOf(6)), after), after);

    expect(renderText(reportOf(comparison))).not.toContain("s3cret");
    expect(renderJson([comparison])).not.toContain("s3cret");
  });

  test("fails when nothing runs", () => {
    expect(() => readRunning(environmentWith({ version: 4 }), stackOf(1))).toThrow(
      "nothing runs in the environment shop: deploy a stage first",
    );
  });
});
