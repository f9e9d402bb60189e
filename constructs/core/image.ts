import { join } from "node:path";
import { Image as DockerImage } from "@cdktf/provider-docker/lib/image/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BuildContext } from "./build-context.ts";

/** How a stage's folder reaches the build contexts of its images: the same way wherever it lies. */
export const IMAGES = "images";

/** A program with all that it needs to run, built by the engine. */
export class Image extends Construct {
  /**
   * The image that is built from a folder with a Dockerfile, the same one for all of a stage.
   * @param name what it is called: `nginx`
   * @param folder an absolute path
   * @param parts folders that lie elsewhere, by the names that the Dockerfile has for them; undefined is an empty one
   */
  static fromFolder(
    scope: Construct,
    name: string,
    folder: string,
    parts: Readonly<Record<string, string | undefined>> = {},
  ): Image {
    const stack = TerraformStack.of(scope);
    const images = stack.node.tryFindChild("images") ?? new Construct(stack, "images");
    const known = images.node.tryFindChild(name) as Image | undefined;
    return known ?? new Image(images, name, new BuildContext(folder, parts));
  }

  /** The image's name with a hash of its context's content as the tag. */
  readonly tag: string;
  /**
   * What a container refers to it by: the tag, not the id of the built image, which another build
   * of the same content would change.
   */
  readonly reference: string;

  private constructor(
    scope: Construct,
    name: string,
    readonly context: BuildContext,
  ) {
    super(scope, name);
    const { content, parts } = context.digest;
    this.tag = `blueprint-${name}:${content}`;

    const image = new DockerImage(this, "image", {
      name: this.tag,
      buildAttribute: {
        context: join(IMAGES, name),
      },
      // What a reader is told of a change: which files and folders of the image differ.
      triggers: { ...parts, content },
      keepLocally: true,
      // A build that fails leaves the old one in the state.
      lifecycle: { createBeforeDestroy: true },
    });
    this.reference = image.name;
  }
}
