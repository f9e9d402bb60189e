import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installStandIn, prepareStageFolder } from "../../../constructs/core/stage-folder.ts";
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

test("a secret is generated on first use, and stays the same", () => {
  prepareStageFolder(folder, environment, ["cookie-secret"]);
  const first = secrets();
  prepareStageFolder(folder, environment, ["cookie-secret", "database-password"]);

  expect(first["cookie-secret"]).toMatch(/^[0-9a-f]{48}$/);
  expect(secrets()).toEqual({
    ...first,
    "database-password": expect.stringMatching(/^[0-9a-f]{48}$/),
  });
});

test.each(["", '{"cookie-secret": "ab', "[]", "null"])(
  "fails when the file of secrets is damaged, and leaves it as it is: %j",
  (text) => {
    mkdirSync(environment.folder, { recursive: true });
    writeFileSync(environment.secretsFile, text);

    expect(() => prepareStageFolder(folder, environment, ["cookie-secret"])).toThrow(
      /secrets\.json is damaged: put a copy of it back/,
    );
    expect(readFileSync(environment.secretsFile, "utf8")).toBe(text);
  },
);

test("an editor's byte order mark does not damage the secrets", () => {
  mkdirSync(environment.folder, { recursive: true });
  writeFileSync(environment.secretsFile, '\uFEFF{"cookie-secret": "1a2b"}');

  prepareStageFolder(folder, environment, ["cookie-secret"]);

  expect(secrets()).toEqual({ "cookie-secret": "1a2b" });
});

test("a stage gets only the secrets that it declares", () => {
  prepareStageFolder(folder, environment, ["cookie-secret", "database-password"]);
  prepareStageFolder(folder, environment, ["cookie-secret"]);

  expect(Object.keys(secrets())).toEqual(["cookie-secret"]);
});

test("only the owner may read secrets", () => {
  prepareStageFolder(folder, environment, ["cookie-secret"]);

  for (const file of [environment.secretsFile, join(folder, "secrets.auto.tfvars.json")]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  for (const kept of [environment.folder, folder]) {
    expect(statSync(kept).mode & 0o777).toBe(0o700);
  }
});

test("only the owner may read secrets after a crash left a temporary file", () => {
  mkdirSync(environment.folder);
  writeFileSync(`${environment.secretsFile}.new`, "", { mode: 0o644 });

  prepareStageFolder(folder, environment, ["cookie-secret"]);

  expect(statSync(environment.secretsFile).mode & 0o777).toBe(0o600);
});

test.each([
  ["of another environment is deleted", '"../other/terraform.tfstate"', false],
  ["of this environment is kept", '"state"', true],
  ["that was not written to its end is deleted", '"sta', false],
])("Terraform's cached backend %s", (_, path, kept) => {
  const cachedBackend = join(folder, ".terraform", "terraform.tfstate");
  mkdirSync(join(folder, ".terraform"));
  const end = path.endsWith('"') ? "}}}" : "";
  writeFileSync(cachedBackend, `{"backend": {"config": {"path": ${path}${end}`);

  prepareStageFolder(folder, environment, []);

  expect(existsSync(cachedBackend)).toBe(kept);
});

test("a workspace that was selected in the folder is forgotten, because it has another state", () => {
  mkdirSync(join(folder, ".terraform"));
  writeFileSync(join(folder, ".terraform", "environment"), "dev");

  prepareStageFolder(folder, environment, []);

  expect(existsSync(join(folder, ".terraform", "environment"))).toBe(false);
});

test("the stand-in is installed as a link, so that Terraform neither caches nor replaces it", () => {
  const place = "registry.example/kreuzwerker/docker/4.5.0/linux_amd64";
  const binary = join(folder, "stand-in", place, "terraform-provider-docker_v4.5.0");
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, "");

  installStandIn(folder, join(folder, "stand-in"));
  installStandIn(folder, join(folder, "stand-in"));

  const installed = join(folder, ".terraform", "providers", place);
  expect(readlinkSync(installed)).toBe(dirname(binary));
});
