import { join } from "node:path";
import { expect, test } from "vitest";
import { Image } from "../../../constructs/core/image.ts";
import { root } from "../../../environment.ts";
import { Stage8 } from "../../../stacks/stage-8.ts";
import { synthesize, synthesizeStage } from "../../synthesize.ts";

interface ImagesJson {
  readonly resource: {
    readonly docker_image: Readonly<Record<string, { readonly depends_on?: readonly string[] }>>;
  };
}

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

test("every image is built after the base image with whose lines it begins, so that the engine has them", () => {
  const { docker_image: images } = (synthesizeStage(Stage8) as unknown as ImagesJson).resource;
  const bases = Object.fromEntries(
    Object.entries(images).map(([id, { depends_on }]) => [id, depends_on?.[0]]),
  );

  expect(bases).toEqual({
    ...Object.fromEntries(Object.keys(images).map((id) => [id, "docker_image.base"])),
    ...Object.fromEntries(
      ["shop", "payment-provider", "collector", "dashboard"].map((id) => [id, "docker_image.node"]),
    ),
    alertmanager: "docker_image.go",
    "log-store": "docker_image.go",
    base: undefined,
  });
});

test("proxies reach the build of an image, and make no other image", () => {
  const build = (variables: NodeJS.ProcessEnv) => {
    const json = synthesize((stage) => {
      Image.fromFolder(stage, "haproxy", haproxy);
    }, variables);
    const images = (JSON.parse(json) as ImagesJson).resource.docker_image;
    return images.haproxy as unknown as Record<string, unknown>;
  };
  const proxies = { HTTP_PROXY: "http://proxy:3128" };
  const without = build({});
  const behind = build({ BLUEPRINT_BUILD_ARGUMENTS: JSON.stringify(proxies) });

  expect(behind.build).toEqual({ context: "images/haproxy", build_args: proxies });
  expect(behind.lifecycle).toMatchObject({ ignore_changes: ["build"] });
  expect({ ...behind, build: without.build }).toEqual(without);
});
