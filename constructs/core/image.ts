import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Image as DockerImage } from "@cdktf/provider-docker/lib/image/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BuildContext } from "./build-context.ts";

/** The folder of the build contexts, relative to a stage's folder. */
export const IMAGES = "images";

/** The context of the construct tree that has the arguments of all builds. */
export const BUILD_ARGUMENTS = "buildArguments";

/** Images with whose lines other Dockerfiles begin, the longer one first. */
const BASES = ["node", "go", "base"].map((name) => {
  const folder = join(import.meta.dirname, `${name}-image`);
  return { name, folder, lines: dockerfileOf(folder) };
});

/**
 * A Docker image, built by the Docker engine. If its Dockerfile begins with the lines of a base image,
 * it is built after that one, whose layers the engine has then: packages are downloaded once.
 */
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
    return known ?? new Image(images, name, context, Image.baseOf(scope, folder));
  }

  /** The base image with whose lines a folder's Dockerfile begins; undefined if there is none. */
  private static baseOf(scope: Construct, folder: string): Image | undefined {
    const lines = dockerfileOf(folder);
    const base = BASES.find((each) => each.folder !== folder && lines.startsWith(each.lines));
    return base && Image.fromFolder(scope, base.name, base.folder);
  }

  /** The image's name with a hash of its context's content as the tag. */
  readonly tag: string;
  /**
   * The reference for containers: the tag, not the id of the built image, because another build of
   * the same content would change the id.
   */
  readonly reference: string;
  private readonly image: DockerImage;

  private constructor(
    scope: Construct,
    name: string,
    /** The build context. */
    readonly context: BuildContext,
    base?: Image,
  ) {
    super(scope, name);
    const { content, parts } = context.digest;
    const buildArguments: Record<string, string> = this.node.tryGetContext(BUILD_ARGUMENTS) ?? {};
    this.tag = `blueprint-${name}:${content}`;

    this.image = new DockerImage(this, "image", {
      name: this.tag,
      buildAttribute: {
        context: join(IMAGES, name),
        ...(Object.keys(buildArguments).length > 0 && { buildArgs: buildArguments }),
      },
      dependsOn: base && [base.image],
      // A plan shows which files and folders of the image differ.
      triggers: { ...parts, content },
      keepLocally: true,
      // After a failed build the old image stays in the state. Another proxy makes no other image.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["build"] },
    });
    this.reference = this.image.name;
  }
}

/** A folder's Dockerfile without the name of its first build stage. */
function dockerfileOf(folder: string): string {
  const file = join(folder, "Dockerfile");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.replace(/^(FROM \S+) AS \S+$/m, "$1");
}
