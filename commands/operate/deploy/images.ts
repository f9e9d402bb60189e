import { docker } from "../../lib/docker.ts";
import { live } from "../../lib/progress.ts";
import type { Terraform } from "../../lib/setup/terraform.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { checkErrors } from "../../lib/terraform/explain.ts";
import type { State } from "../../lib/terraform/state.ts";
import { change } from "../../lib/terraform/terraform-run.ts";

/**
 * Builds missing images before any running server is changed: a server that is stopped first would
 * be down during the build, and a failed build leaves what runs as it was.
 */
export async function buildMissing(
  terraform: Terraform,
  folder: string,
  stack: Stack,
  state: State,
  again: string,
): Promise<void> {
  const missing = findMissing(stack, state, await listImages());
  if (missing.length === 0) return;
  live.print("building the missing images first");
  const { errors } = await change(terraform, "apply", folder, () => false, missing);
  await checkErrors(errors, again);
}

/** Returns the addresses of the stage's images that the engine or the state lacks. */
export function findMissing(
  { resources }: Stack,
  { objects }: State,
  present: readonly string[],
): string[] {
  const isKnown = (name: string) =>
    objects.some(({ type, id }) => type === "docker_image" && id.endsWith(name));
  return [...resources.values()]
    .filter(({ type }) => type === "docker_image")
    .filter(({ attributes }) => {
      const name = `${attributes.name}`;
      return !present.includes(name) || !isKnown(name);
    })
    .map(({ address }) => address);
}

/** Lists the blueprint's images on the engine. */
export async function listImages(): Promise<string[]> {
  const format = ["--format", "{{.Repository}}:{{.Tag}}"];
  const lines = await docker("list the images", [
    "image",
    "ls",
    "--filter",
    "reference=blueprint-*",
    ...format,
  ]);
  return lines.split("\n");
}
