import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { interruptedSince } from "../../../../commands/lib/terraform/lock.ts";
import {
  describeStrays,
  findOtherStates,
  findStrays,
  parseRunning,
  type Running,
} from "../../../../commands/lib/terraform/strays.ts";
import { readEnvironment } from "../../../../environment.ts";

const began = Date.parse("2026-11-30T12:00:00.700Z");
const container = (id: string, name: string, createdAt: number): Running => ({
  kind: "container",
  id,
  name,
  createdAt,
});
const before = container("c1", "shop-app-1", began - 3_600_000);
const after = container("c2", "shop-database-1", began - 700);
const running = [before, after];
const nothing = { objects: [] };
const known = { objects: [{ type: "docker_container", id: "c1", tainted: false, deposed: false }] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "blueprint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: object): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify(content));
}

test("a server that runs and that the state does not know is not left over", () => {
  expect(findStrays(running, nothing).map(({ id }) => id)).toEqual(["c1", "c2"]);
  expect(findStrays(running, known).map(({ id }) => id)).toEqual(["c2"]);
});

test("what was created since a run began that was killed is left over from it", () => {
  expect(findStrays(running, known, began)).toEqual([]);
  expect(findStrays(running, nothing, began)).toEqual([before]);
});

test("a killed run is known by the information of its lock", () => {
  const info = { Operation: "OperationTypeApply", Who: "a@b", Created: "2026-11-30T12:00:00.7Z" };
  const stateFile = join(folder, "terraform.tfstate");
  expect(interruptedSince(stateFile)).toBeUndefined();

  write("terraform.tfstate", { version: 4 });
  write(".terraform.tfstate.lock.info", info);
  expect(interruptedSince(stateFile)).toBe(process.platform === "linux" ? began : undefined);

  write(".terraform.tfstate.lock.info", { ...info, Operation: "OperationTypePlan" });
  expect(interruptedSince(stateFile)).toBeUndefined();
});

test("the engine's list is read in any time zone, without servers that crash again and again", () => {
  const rows = [
    "c1\tshop-app-1\t2026-11-30 12:00:00 +0000 UTC\trunning",
    "c2\tshop-app-2\t2026-11-30 13:00:00 +0100 CET\tpaused",
    "c3\tshop-web-1\t2026-11-30 12:00:00 +0000 UTC\trestarting",
  ];
  const createdAt = Date.parse("2026-11-30T12:00:00Z");

  expect(parseRunning(rows.join("\n"))).toEqual([
    { kind: "container", id: "c1", name: "shop-app-1", createdAt },
    { kind: "container", id: "c2", name: "shop-app-2", createdAt },
  ]);
});

test("other states that know the servers are found, such as that of a workspace", () => {
  const stateFile = join(folder, "terraform.tfstate");
  const stateOf = (id: string) => ({
    version: 4,
    resources: [
      { mode: "managed", type: "docker_container", name: "x", instances: [{ attributes: { id } }] },
    ],
  });
  const workspace = "cdktf.out/stacks/stage-3/terraform.tfstate.d/dev/terraform.tfstate";
  write(workspace, stateOf("c1"));
  write("terraform.tfstate.backup", stateOf("c9"));
  write("terraform.tfstate", {});

  expect(findOtherStates({ folder, stateFile }, [before])).toEqual([join(folder, workspace)]);
});

test("the refusal names the servers, the states and each way out", () => {
  const environment = readEnvironment({ BLUEPRINT_ENVIRONMENT: "no-such" });
  const removal = "npm run deploy stage-3 -- --remove-strays";

  const without = describeStrays(environment, nothing, running, [], removal);
  expect(without).toMatch(/running servers .* \(shop-app-1, shop-database-1; \S+ does not exist\)/);
  expect(without).toContain("put the state that knows them back to");
  expect(without).toContain(removal);
  expect(without).toContain("BLUEPRINT_ENVIRONMENT");

  const { folder: own } = environment;
  const other = describeStrays(environment, known, running, [join(own, "other")], removal);
  expect(other).toContain("knows 1 other resources");
  expect(other).toMatch(/another state: \S+no-such\/other; copy it to \S+terraform\.tfstate/);
});
