import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BEGINNING } from "../../../observability/src/collector/logs/nanoseconds.ts";
import { Positions } from "../../../observability/src/collector/positions.ts";

const time = "2026-01-31T12:00:00.000000001Z";
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "positions-"));
  file = join(folder, "positions.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("begins with all that the engine has", () => {
  expect(Positions.open(file).get("shop-app-1")).toEqual({ stdout: BEGINNING, stderr: BEGINNING });
});

test("knows after a restart how far each stream was stored", () => {
  const positions = Positions.open(file);
  positions.advance("shop-app-1", { stdout: BEGINNING, stderr: time });
  positions.save();

  expect(Positions.open(file).get("shop-app-1")).toEqual({ stdout: BEGINNING, stderr: time });
  expect(readdirSync(folder)).toEqual(["positions.json"]);
});

test("saves by itself after fifty batches", () => {
  const positions = Positions.open(file);
  for (let batch = 0; batch < 50; batch++)
    positions.advance("shop-app-1", { stdout: time, stderr: time });

  expect(Positions.open(file).get("shop-app-1").stdout).toBe(time);
});

test("removes the positions of removed containers", () => {
  const positions = Positions.open(file);
  positions.advance("shop-app-1", { stdout: time, stderr: time });
  positions.retain(new Set(["shop-app-2"]));

  expect(positions.get("shop-app-1").stdout).toBe(BEGINNING);
});

test("fails when the file is none of its own", () => {
  writeFileSync(file, "{");

  expect(() => Positions.open(file)).toThrow(/^cannot read the positions in .*remove the file/);
});
