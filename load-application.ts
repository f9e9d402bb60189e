import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Application } from "./constructs/app/application.ts";
import { root } from "./environment.ts";

/**
 * Loads the application that the stages deploy: `application.ts` of the checkout, or of the folder
 * `BLUEPRINT_APPLICATION`. Throws an error with the path if there is none.
 */
export async function loadApplication(
  variables: NodeJS.ProcessEnv = process.env,
): Promise<Application> {
  const file = join(resolve(root, variables.BLUEPRINT_APPLICATION || "."), "application.ts");
  const shown = file.startsWith(`${root}/`) ? relative(root, file) : file;
  if (!existsSync(file)) {
    throw new Error(
      `there is no ${shown}: let BLUEPRINT_APPLICATION name a folder with an application.ts, such as examples/hello`,
    );
  }
  const module = (await import(pathToFileURL(file).href)) as { default?: Application };
  if (module.default === undefined) {
    throw new Error(`${shown} has no default export: export default defineApplication({ … })`);
  }
  return module.default;
}
