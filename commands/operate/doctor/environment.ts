import { statfs } from "node:fs/promises";
import { type Environment, root } from "../../../environment.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { checkPort, isFree } from "../../lib/port.ts";
import type { EngineState } from "../../lib/setup/engine-state.ts";
import { findLeftovers } from "../../lib/terraform/leftovers.ts";
import { holderOf } from "../../lib/terraform/lock.ts";
import { readState } from "../../lib/terraform/state.ts";
import { checkOwner } from "../deploy/owner.ts";
import { type Check, failed, later, missing, there } from "./check.ts";

/** The size of images, provider and data, with a margin. */
const neededGiB = 4;

export async function checkPortIsFree(
  environment: Environment,
  state: EngineState,
): Promise<Check> {
  const name = `port ${environment.port}`;
  if (!state.engine) {
    return (await isFree(environment.port))
      ? there(name, "free")
      : later(name, "taken, unknown by what without an engine", "deploy checks it");
  }
  try {
    return there(
      name,
      (await checkPort(environment, "npm run deploy")) ? "this environment's" : "free",
    );
  } catch (error) {
    return failed(name, error);
  }
}

export async function checkDisk(): Promise<Check> {
  const { bavail, bsize } = await statfs(root);
  const gib = (bavail * bsize) / 2 ** 30;
  const found = `${gib.toFixed(1)} GiB free`;
  if (gib >= neededGiB) return there("disk space", found);
  return missing("disk space", found, `make room: ${neededGiB} GiB are needed`);
}

export async function checkState(environment: Environment, state: EngineState): Promise<Check> {
  const name = "environment";
  try {
    const stateFile = readState(environment.stateFile);
    const count = stateFile.objects.length;
    const found = `${environment.name}, ${count ? `${count} resources deployed` : "not deployed"}`;
    const holder = holderOf(environment.stateFile);
    if (holder)
      return missing(name, `${found}, being changed (${holder})`, "wait until it has ended");
    if (!state.engine) return there(name, found);
    await checkOwner(environment);
    const labelled = await listLabelled(labelOf(environment.name), ["container", "network"]);
    const leftovers = findLeftovers(labelled, stateFile).map((each) => each.name);
    if (leftovers.length === 0) return there(name, found);
    return later(name, `${found}, left over: ${leftovers.join(", ")}`, "deploy removes them");
  } catch (error) {
    return failed(name, error);
  }
}
