import { expect, test } from "vitest";
import { parseState, readState } from "../../../../commands/lib/terraform/state.ts";

const state = {
  version: 4,
  terraform_version: "1.11.4",
  resources: [
    { mode: "data", type: "docker_network", instances: [{ attributes: { id: "bridge" } }] },
    {
      mode: "managed",
      type: "docker_container",
      instances: [
        { attributes: { id: "c1" } },
        { attributes: { id: "c2" }, status: "tainted", deposed: "a1b2" },
      ],
    },
  ],
};

test("the state has the Docker objects, and which are tainted or deposed", () => {
  expect(parseState(JSON.stringify(state), "terraform.tfstate").objects).toEqual([
    { type: "docker_container", id: "c1", tainted: false, deposed: false },
    { type: "docker_container", id: "c2", tainted: true, deposed: true },
  ]);
});

test("a missing or empty state file means that nothing is deployed", () => {
  expect(readState("/nowhere/terraform.tfstate").objects).toEqual([]);
  expect(parseState("", "terraform.tfstate").objects).toEqual([]);
});

test("a state of a newer Terraform in a known format is accepted", () => {
  const newer = { ...state, terraform_version: "1.99.0" };

  expect(parseState(JSON.stringify(newer), "terraform.tfstate").objects).toHaveLength(2);
});

test("fails when the state has a newer format", () => {
  const newer = JSON.stringify({ ...state, version: 5, terraform_version: "2.1.0" });

  expect(() => parseState(newer, "terraform.tfstate")).toThrow(
    "the state file terraform.tfstate was written by a newer Terraform (2.1.0, format 5): install that version",
  );
});

test.each([
  ["{}", "its version is undefined"],
  ["[]", "it holds []"],
  ["3", "it holds 3"],
  ["null", "it holds null"],
  ['{"version": 3, "modules": []}', "its format is 3"],
  ['{"version": 4, "resources": {}}', "its format is 4"],
  ['{"version": 4, "resources": [{"mode": "managed", "instances": null}]}', "its format is 4"],
  ["\uFEFF{}", "is not JSON"],
])("fails when the file holds %s, which is no empty state", (text, why) => {
  expect(() => parseState(text, "terraform.tfstate")).toThrow(why);
  expect(() => parseState(text, "terraform.tfstate")).toThrow("terraform.tfstate.backup");
});

test("fails when OpenTofu has encrypted the state", () => {
  const encrypted = '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"bm8="}';

  expect(() => parseState(encrypted, "terraform.tfstate")).toThrow(
    "the state file terraform.tfstate is encrypted, and these commands read it: decrypt it",
  );
});

test("fails when the state file cannot be read", () => {
  expect(() => readState("/")).toThrow("the state file / cannot be read (EISDIR)");
});

test("fails when the state is truncated, and names its backup", () => {
  expect(() => parseState('{"version": 4,', "terraform.tfstate")).toThrow(
    "put its backup (terraform.tfstate.backup) in its place",
  );
});
