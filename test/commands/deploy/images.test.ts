import { expect, test } from "vitest";
import { Display } from "../../../commands/deploy/display.ts";
import { findMissing } from "../../../commands/deploy/images.ts";

const stage = {
  resource: {
    docker_image: {
      haproxy: { name: "blueprint-haproxy:1a2b" },
      shop: { name: "blueprint-shop:3c4d" },
    },
  },
};

test("an image that the engine lacks is built first", () => {
  expect(findMissing(stage, ["blueprint-haproxy:1a2b", "blueprint-shop:0000"])).toEqual([
    "docker_image.shop",
  ]);
});

test("nothing is built first when the engine has all images, or the stage has none", () => {
  expect(findMissing(stage, ["blueprint-shop:3c4d", "blueprint-haproxy:1a2b"])).toEqual([]);
  expect(findMissing({}, [])).toEqual([]);
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
