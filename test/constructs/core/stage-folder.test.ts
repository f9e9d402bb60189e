import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareStageFolder } from "../../../constructs/core/stage-folder.ts";
import { type Environment, readEnvironment } from "../../../environment.ts";

let folder: string;
let environment: Environment;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stage-"));
  const own = {
    folder: join(folder, "own"),
    stateFile: join(folder, "state"),
    secretsFile: join(folder, "own", "secrets.json"),
  };
  environment = { ...readEnvironment({}), ...own };
});
afterEach(() => rmSync(folder, { recursive: true }));

const secrets = () => JSON.parse(readFileSync(join(folder, "secrets.auto.tfvars.json"), "utf8"));

test("a secret is made at random when it is first asked for, and stays", () => {
  prepareStageFolder(folder, environment, ["cookie-secret"], []);
  const first = secrets();
  prepareStageFolder(folder, environment, ["cookie-secret", "database-password"], []);

  expect(first["cookie-secret"]).toMatch(/^[0-9a-f]{48}$/);
  expect(secrets()).toEqual({
    ...first,
    "database-password": expect.stringMatching(/^[0-9a-f]{48}$/),
  });
});

test("a stage gets no secret but those that it names", () => {
  prepareStageFolder(folder, environment, ["cookie-secret", "database-password"], []);
  prepareStageFolder(folder, environment, ["cookie-secret"], []);

  expect(Object.keys(secrets())).toEqual(["cookie-secret"]);
});

test("nobody else may read a secret", () => {
  prepareStageFolder(folder, environment, ["cookie-secret"], []);

  for (const file of [environment.secretsFile, join(folder, "secrets.auto.tfvars.json")]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  for (const kept of [environment.folder, folder]) {
    expect(statSync(kept).mode & 0o777).toBe(0o700);
  }
});

test("what a crash left half-written lets nobody else read a secret either", () => {
  mkdirSync(environment.folder);
  writeFileSync(`${environment.secretsFile}.new`, "", { mode: 0o644 });

  prepareStageFolder(folder, environment, ["cookie-secret"], []);

  expect(statSync(environment.secretsFile).mode & 0o777).toBe(0o600);
});

test.each([
  ["of another environment is forgotten", "../other/terraform.tfstate", false],
  ["of this environment is kept", "state", true],
])("a memory of the state %s", (_, path, kept) => {
  const memory = join(folder, ".terraform", "terraform.tfstate");
  mkdirSync(join(folder, ".terraform"));
  writeFileSync(memory, JSON.stringify({ backend: { config: { path } } }));

  prepareStageFolder(folder, environment, [], []);

  expect(existsSync(memory)).toBe(kept);
});
