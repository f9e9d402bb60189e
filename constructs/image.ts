import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Image as DockerImage } from "@cdktf/provider-docker/lib/image/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { root } from "../environment.ts";
import { IMAGES } from "./stage-folder.ts";

/** A program with all that it needs to run, built from the folder of its name under `images/`. */
export class Image extends Construct {
  /** The image of that folder, the same one for all who ask in a stage. */
  static of(scope: Construct, folder: string): Image {
    const stack = TerraformStack.of(scope);
    const images = stack.node.tryFindChild("images") ?? new Construct(stack, "images");
    return (images.node.tryFindChild(folder) as Image | undefined) ?? new Image(images, folder);
  }

  /** The image's name with a hash of its folder's content as the tag. */
  readonly tag: string;
  /**
   * What a container refers to it by: the tag, not the id of the built image, which another build
   * of the same content would change.
   */
  readonly reference: string;

  private constructor(scope: Construct, folder: string) {
    super(scope, folder);
    const context = join(root, "images", folder);
    const hash = hashOf(context);
    this.tag = `blueprint-${folder}:${hash}`;

    const image = new DockerImage(this, "image", {
      name: this.tag,
      buildAttribute: {
        context: join(IMAGES, folder),
      },
      triggers: { content: hash },
      keepLocally: true,
      // A build that fails leaves the old one in the state.
      lifecycle: { createBeforeDestroy: true },
    });
    this.reference = image.name;
  }
}

const hashes = new Map<string, string>();

function hashOf(folder: string): string {
  const known = hashes.get(folder);
  if (known) return known;

  const hash = createHash("sha256");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const { mode } = statSync(join(folder, file));
    const isFile = (mode & 0o170000) === 0o100000;
    if (isFile) hash.update(`${file}\0${mode & 0o111}\0`).update(readFileSync(join(folder, file)));
  }
  const short = hash.digest("hex").slice(0, 12);
  hashes.set(folder, short);
  return short;
}
