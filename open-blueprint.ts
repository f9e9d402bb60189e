import { Blueprint } from "./constructs/core/blueprint.ts";
import type { Environment } from "./environment.ts";
import { loadApplication } from "./load-application.ts";
import { buildPrograms } from "./programs.ts";

/**
 * Makes the blueprint of the application that `BLUEPRINT_APPLICATION` names, with its programs built.
 * @param environment by default the one that the variables name
 */
export async function openBlueprint(environment?: Environment): Promise<Blueprint> {
  const application = await loadApplication();
  await buildPrograms(application);
  const outside = (await application.outside?.())?.default;
  return new Blueprint(application, outside, environment);
}
