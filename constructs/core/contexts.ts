import * as fs from "node:fs";
import { join } from "node:path";
import { IMAGES, type Image } from "./image.ts";

/** A stage's folder, and the images that are built there. */
interface StageImages {
  readonly folder: string;
  readonly images: readonly Image[];
}

/**
 * Puts into each stage's folder what its images are built from, by their names, and nothing else.
 * Copies are made once for all stages.
 */
export function provideContexts(outdir: string, stages: readonly StageImages[]): void {
  const copies = join(outdir, IMAGES);
  fs.mkdirSync(copies, { recursive: true });
  const used = stages.flatMap(({ folder, images }) => {
    const contexts = join(folder, IMAGES);
    fs.rmSync(contexts, { recursive: true, force: true });
    fs.mkdirSync(contexts);
    return images.map(({ node, context }) => context.provide(join(contexts, node.id), copies));
  });
  for (const copy of fs.readdirSync(copies).map((name) => join(copies, name))) {
    if (!used.includes(copy)) fs.rmSync(copy, { recursive: true });
  }
}
