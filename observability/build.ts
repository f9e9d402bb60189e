import { join } from "node:path";
import { bundleProgram } from "../programs/bundle.ts";
import { isStarted } from "../programs/is-started.ts";
import { writeFolder } from "../programs/write-folder.ts";
import { pageFiles } from "./build/page.ts";

const observability = import.meta.dirname;
/** The folder with one folder for each program's construct, with its image. */
const CONSTRUCTS = join(observability, "..", "constructs/observability");

/** The programs; each is bundled into `dist/` of the image with the same name. */
const programs = ["collector", "dashboard"];

/**
 * Bundles the observability programs into their images' folders. The build is reproducible, and does not
 * write a file that is up to date.
 */
export function buildObservability(constructs = CONSTRUCTS): void {
  for (const name of programs) {
    const bundle = bundleProgram(observability, name);
    const page = name === "dashboard" ? pageFiles() : [];
    writeFolder(join(constructs, name, "image/dist"), new Map([...bundle, ...page]));
  }
}

if (isStarted(import.meta.url)) buildObservability();
