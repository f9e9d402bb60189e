import { expect, test } from "vitest";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { Display } from "../../../../commands/lib/terraform/display.ts";
import type { State } from "../../../../commands/lib/terraform/state.ts";
import { findMissing } from "../../../../commands/operate/deploy/images.ts";

const stage = stackOf({
  haproxy: { name: "blueprint-haproxy:1a2b" },
  shop: { name: "blueprint-shop:3c4d" },
});

function stackOf(images: Record<string, { name: string }>) {
  return parseStack(JSON.stringify({ resource: { docker_image: images } }), "stage-1");
}

/** A state with these images. */
function stateOf(...names: string[]): State {
  const objects = names.map((name) => ({
    type: "docker_image",
    id: `sha256:0123${name}`,
    tainted: false,
    deposed: false,
  }));
  return { objects };
}

const both = ["blueprint-shop:3c4d", "blueprint-haproxy:1a2b"];

test("an image that the engine lacks is built first", () => {
  const present = ["blueprint-haproxy:1a2b", "blueprint-shop:0000"];

  expect(findMissing(stage, stateOf(...both), present)).toEqual(["docker_image.shop"]);
});

test("an image that the state lacks is built first, because Terraform would build it", () => {
  expect(findMissing(stage, stateOf("blueprint-shop:3c4d"), both)).toEqual([
    "docker_image.haproxy",
  ]);
});

test("nothing is built first when engine and state have all images, or the stage has none", () => {
  expect(findMissing(stage, stateOf(...both), both)).toEqual([]);
  expect(findMissing(stackOf({}), stateOf(), [])).toEqual([]);
});

test("Terraform's warnings about targets are not shown, others are", () => {
  const display = new Display(() => false);
  const warn = (summary: string) =>
    display.lineFor({
      type: "diagnostic",
      "@message": "",
      "@timestamp": "",
      diagnostic: { severity: "warning", summary },
    });

  expect(warn("Resource targeting is in effect")).toBeUndefined();
  expect(warn("Applied changes may be incomplete")).toBeUndefined();
  expect(warn("Deprecated attribute")).toContain("Deprecated attribute");
  expect(display.errors).toEqual([]);
});
