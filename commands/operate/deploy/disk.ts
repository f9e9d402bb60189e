import { statfs } from "node:fs/promises";
import { root } from "../../../environment.ts";
import type { Answer } from "../../lib/answer.ts";
import { UserError } from "../../lib/user-error.ts";
import { findMissing, listImages } from "./images.ts";
import type { Place } from "./place.ts";

/** The size of an image on average, with the layers of its build: those of stage-8 take 4 GiB. */
const IMAGE_GIB = 0.2;
/** The size of new data. */
const DATA_GIB = 0.5;

/** The size of the provider, of the stages and of their state. */
const CHECKOUT_GIB = 0.5;

/** Throws if the disk of the engine, or of the checkout, is too full. */
export async function checkDisk({ engine, stack, state }: Place): Promise<Answer> {
  const here = await checkFolder(root, CHECKOUT_GIB);
  if (!engine.isHere) {
    return { found: `${here} for the checkout, unknown on the Docker host, another machine` };
  }
  // A folder that this user may not look into.
  if (!(await statfs(engine.folder).catch(() => undefined))) {
    return { found: `${here} for the checkout, unknown in ${engine.folder}` };
  }
  const missing = findMissing(stack, state, await listImages());
  const needed = Math.round((DATA_GIB + missing.length * IMAGE_GIB) * 10) / 10;
  return { found: `${await checkFolder(engine.folder, needed)} for the engine` };
}

/** Returns what is free in a folder's file system. */
export async function checkFolder(folder: string, neededGiB: number): Promise<string> {
  const { bavail, bsize } = await statfs(folder);
  const gib = (bavail * bsize) / 2 ** 30;
  if (gib >= neededGiB) return `${gib.toFixed(1)} GiB free`;
  throw new UserError(
    `${gib.toFixed(1)} GiB are free in ${folder}, and ${neededGiB} GiB are needed: make room ("docker system df" shows what Docker uses, "docker image prune" removes untagged images)`,
  );
}
