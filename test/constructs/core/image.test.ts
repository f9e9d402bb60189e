import { join } from "node:path";
import { expect, test } from "vitest";
import { Image } from "../../../constructs/core/image.ts";
import { root } from "../../../environment.ts";
import { synthesize } from "../../synthesize.ts";

const haproxy = join(root, "constructs/haproxy/image");
const hello = join(root, "examples/hello/image");

test("an image that several servers use is built once", () => {
  synthesize((stage) => {
    const image = Image.fromFolder(stage, "haproxy", haproxy);

    expect(Image.fromFolder(stage, "haproxy", haproxy)).toBe(image);
  });
});

test("fails when an application's image has the name of another one", () => {
  const build = () =>
    synthesize((stage) => {
      Image.fromFolder(stage, "haproxy", haproxy);
      Image.fromFolder(stage, "haproxy", hello);
    });

  expect(build).toThrow(`stage-test has two images named "haproxy", one of them from ${hello}`);
});
