import { join } from "node:path";
import { Image as DockerImage } from "@cdktf/provider-docker/lib/image/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BuildContext } from "./build-context.ts";

/** The folder of the build contexts, relative to a stage's folder. */
export const IMAGES = "images";

/** A Docker image, built by the Docker engine. */
export class Image extends Construct {
  /**
   * Returns the image of a folder with a Dockerfile: one instance for each name in a stage. Throws
   * if another image of the stage has the name.
   * @param name the image's name: `nginx`
   * @param folder the absolute path of the folder
   * @param parts folders to copy into the build context, by their name there; undefined for an
   * empty one
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
    const context = new BuildContext(folder, parts);
    if (known && known.context.digest.content !== context.digest.content) {
      throw new Error(
        `${stack.node.id} has two images named "${name}", one of them from ${folder}: give that one another name`,
      );
    }
    return known ?? new Image(images, name, context);
  }

  /** The image's name with a hash of its context's content as the tag. */
  readonly tag: string;
  /**
   * The reference for containers: the tag, not the id of the built image, because another build of
   * the same content would change the id.
   */
  readonly reference: string;

  private constructor(
    scope: Construct,
    name: string,
    /** The build context. */
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
      // A plan shows which files and folders of the image differ.
      triggers: { ...parts, content },
      keepLocally: true,
      // After a failed build the old image stays in the state.
      lifecycle: { createBeforeDestroy: true },
    });
    this.reference = image.name;
  }
}
