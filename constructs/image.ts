import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
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
    const { content, parts } = digestOf(context);
    this.tag = `blueprint-${folder}:${content}`;

    const image = new DockerImage(this, "image", {
      name: this.tag,
      buildAttribute: {
        context: join(IMAGES, folder),
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

/** Hashes of all that is in a folder, and of each file and folder in it by its name. */
interface Digest {
  readonly content: string;
  readonly parts: Readonly<Record<string, string>>;
}

const digests = new Map<string, Digest>();

function digestOf(folder: string): Digest {
  const known = digests.get(folder);
  if (known) return known;

  const whole = createHash("sha256");
  const parts = new Map<string, Hash>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const { mode } = statSync(join(folder, file));
    const isFile = (mode & 0o170000) === 0o100000;
    if (!isFile) continue;
    const [name = file] = file.split(sep);
    const part = parts.get(name) ?? createHash("sha256");
    parts.set(name, part);
    const content = readFileSync(join(folder, file));
    for (const hash of [whole, part]) hash.update(`${file}\0${mode & 0o111}\0`).update(content);
  }
  const digest = {
    content: short(whole),
    parts: Object.fromEntries([...parts].map(([name, hash]) => [name, short(hash)])),
  };
  digests.set(folder, digest);
  return digest;
}

function short(hash: Hash): string {
  return hash.digest("hex").slice(0, 12);
}
