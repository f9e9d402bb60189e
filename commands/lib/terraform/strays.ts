import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { docker, parseRows } from "../docker.ts";
import { type Labelled, labelOf } from "../labelled.ts";
import { UserError } from "../user-error.ts";
import { findUnknown } from "./leftovers.ts";
import { interruptedSince } from "./lock.ts";
import { readState, type State } from "./state.ts";

/** A container that runs. */
export interface Running extends Labelled {
  /** In milliseconds since 1970, by the engine's clock, in whole seconds. */
  readonly createdAt: number;
}

/** Where else Terraform leaves states: its backup, and the workspaces of a stage's folder. */
const stateFileName = /(^|[/\\])terraform\.tfstate(\.backup)?$/;

/**
 * Throws if containers run that the state does not know, unless a run that never ended made them: a
 * deploy would remove servers that serve. What Terraform knows may be in another file, or lost.
 * @param removal the command that removes them on purpose
 */
export async function checkStrays(
  environment: Environment,
  state: State,
  removal: string,
): Promise<void> {
  const { name, stateFile } = environment;
  const running = await listRunning(name);
  const strays = findStrays(running, state, interruptedSince(stateFile));
  if (strays.length === 0) return;
  const others = findOtherStates(environment, strays);
  throw new UserError(describeStrays(environment, state, strays, others, removal));
}

/** @param since when an interrupted run began: what was created later is left over from it */
export function findStrays(
  running: readonly Running[],
  state: State,
  since = Infinity,
): Labelled[] {
  // The engine's moments are rounded down to seconds.
  const isLeftOver = ({ createdAt }: Running) => createdAt >= Math.floor(since / 1000) * 1000;
  return findUnknown(
    running.filter((each) => !isLeftOver(each)),
    state,
  );
}

export function describeStrays(
  { name, stateFile }: Environment,
  { objects }: State,
  strays: readonly Labelled[],
  others: readonly string[],
  removal: string,
): string {
  const names = strays.map((each) => each.name).sort();
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const file = relative(root, stateFile);
  const knows =
    objects.length > 0
      ? `knows ${objects.length} other resources`
      : existsSync(stateFile)
        ? "is empty"
        : "does not exist";
  const found = others.map((each) => relative(root, each)).join(", ");
  return [
    `the environment ${name} has running servers that its Terraform state does not know, and a deploy would remove them (${shown.join(", ")}; ${file} ${knows}): nothing was changed; there are these ways out:`,
    found
      ? `  they are in another state: ${found}; copy it to ${file}, and run the same command again`
      : `  put the state that knows them back to ${file} (no other state in ${relative(root, dirname(stateFile))} does), and run the same command again`,
    `  replace them by new servers, which take over their volumes: ${removal}`,
    `  leave them alone, and choose another name with BLUEPRINT_ENVIRONMENT`,
  ].join("\n");
}

/** Lists the running servers of an environment; one that crashes again and again does not serve. */
async function listRunning(name: string): Promise<Running[]> {
  const format = "{{.ID}}\t{{.Names}}\t{{.CreatedAt}}\t{{.State}}";
  const filter = ["--filter", `label=${labelOf(name)}`];
  return parseRunning(
    await docker("list the servers", ["ps", "--no-trunc", ...filter, "--format", format]),
  );
}

export function parseRunning(output: string): Running[] {
  return parseRows(output)
    .filter(([, , , state]) => state !== "restarting")
    .map(([id = "", name = "", created = ""]) => ({
      kind: "container",
      id,
      name,
      // `2026-11-30 13:17:05 +0100 CET`: the zone's name is not parsed everywhere.
      createdAt: Date.parse(created.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d).*$/, "$1T$2$3:$4")),
    }));
}

/** Finds state files in an environment's folder that know some of the containers. */
export function findOtherStates(
  { folder, stateFile }: Pick<Environment, "folder" | "stateFile">,
  strays: readonly Labelled[],
): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => stateFileName.test(path))
    .map((path) => join(folder, path))
    .filter((file) => file !== stateFile && knowsSome(file, strays));
}

function knowsSome(file: string, strays: readonly Labelled[]): boolean {
  try {
    return findUnknown(strays, readState(file)).length < strays.length;
  } catch {
    return false;
  }
}
