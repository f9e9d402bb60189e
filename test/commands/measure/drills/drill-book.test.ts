import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DrillBook } from "../../../../commands/measure/drills/drill-book.ts";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import { result } from "./samples.ts";

const faults = await loadFaults();

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drills-"));
  file = join(folder, "drills.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is filled stage by stage, in the order of the stages and faults", () => {
  new DrillBook(faults, file).add(result({ stage: "stage-8", fault: "kill-web" }));
  const book = new DrillBook(faults, file);
  book.add(result({ stage: "stage-2", fault: "kill-cache" }));
  book.add(result({ stage: "stage-2", fault: "kill-app" }));

  const kept = JSON.parse(readFileSync(file, "utf8"));

  expect(kept).toEqual(book.entries);
  expect(book.entries.map(({ stage, fault }) => `${stage} ${fault}`)).toEqual([
    "stage-2 kill-app",
    "stage-2 kill-cache",
    "stage-8 kill-web",
  ]);
});

test("a drill that is made again takes the place of what it found before", () => {
  const book = new DrillBook(faults, file);
  book.add({ stage: "stage-2", fault: "kill-app", error: "the engine is gone" });
  book.add(result({ stage: "stage-2", fault: "kill-app" }));

  expect(book.entries).toHaveLength(1);
  expect(book.entries[0]).toMatchObject({ breaches: [] });
});

test.each(["{}", "[1]", '[{"stage": "stage-1"}]', "not JSON"])(
  "a file that holds %s is left alone",
  (text) => {
    writeFileSync(file, text);

    expect(() => new DrillBook(faults, file)).toThrow("does not contain drills");
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);
