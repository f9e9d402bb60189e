import { docker } from "../docker.ts";
import { kinds, type Labelled, removal } from "../labelled.ts";
import { run, tail } from "../process.ts";
import { live } from "../progress.ts";
import { UserError } from "../user-error.ts";
import type { State, StateObject } from "./state.ts";

/** The suffix of a deposed container's name (Terraform: replaced, but not yet removed). */
const deposedEnding = "-deposed";

/** An object that would make the next run fail. */
export interface Leftover extends Labelled {
  readonly why: string;
}

/** Returns the objects that are not in the state. */
export function findUnknown(labelled: readonly Labelled[], state: State): Labelled[] {
  return labelled.filter((object) => !findInState(object, state));
}

/**
 * Returns the objects that are not in the state, and tainted containers, whose replacement needs
 * their name.
 */
export function findLeftovers(labelled: readonly Labelled[], state: State): Leftover[] {
  const unknown = findUnknown(labelled, state).map((object) => ({
    ...object,
    why: "left over from an interrupted run",
  }));
  const failed = labelled
    .filter(({ kind }) => kind === "container")
    .filter((container) => findInState(container, state)?.tainted)
    .map((container) => ({ ...container, why: "its last start failed" }));
  return [...unknown, ...failed];
}

function findInState({ kind, id }: Labelled, state: State): StateObject | undefined {
  return state.objects.find((object) => object.type === `docker_${kind}` && object.id === id);
}

/**
 * Returns deposed containers that an interrupted run has not removed. They are renamed, because
 * this run may need their names. They keep serving, and Terraform finds them by their ids.
 */
export function findDeposed(labelled: readonly Labelled[], state: State): Labelled[] {
  return labelled
    .filter(({ kind, name }) => kind === "container" && !name.endsWith(deposedEnding))
    .filter((container) => findInState(container, state)?.deposed);
}

export async function renameDeposed(deposed: readonly Labelled[]): Promise<void> {
  for (const { id, name } of deposed) {
    await docker(`rename ${name}`, ["rename", id, `${name}${deposedEnding}`]);
  }
}

export async function removeLeftovers(leftovers: readonly Leftover[]): Promise<void> {
  for (const kind of kinds) {
    for (const { id, name, why } of leftovers.filter((object) => object.kind === kind)) {
      live.print(`- removing the ${kind} ${name}: ${why}`);
      if (kind === "container") await run("docker", ["stop", "--time", "10", id]);
      const { ok, stderr } = await run("docker", [...removal[kind], id]);
      if (!ok) throw new UserError(`the ${kind} ${name} could not be removed:\n${tail(stderr)}`);
    }
  }
}
