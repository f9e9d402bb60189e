import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { type Kind, kinds, labelOf, listLabelled, removal } from "../../lib/labelled.ts";
import { run } from "../../lib/process.ts";
import { UserError } from "../../lib/user-error.ts";

const options = { uninterrupted: true, timeoutMs: 120_000 } as const;

/** The Compose project of the measurement. */
export const project = "bench-compose";

/** Removes everything that a measurement left on the engine, without Terraform. */
export async function removeDeployed(environment: Environment): Promise<void> {
  await removeLabelled(labelOf(environment.name));
  await removeLabelled(`com.docker.compose.project=${project}`);
  for (const suffix of ["", ".backup"])
    rmSync(`${environment.stateFile}${suffix}`, { force: true });
}

/** Removes everything that bench created, except images and tools, which the next run reuses. */
export async function removeAll(environment: Environment): Promise<void> {
  await removeDeployed(environment);
  rmSync(environment.folder, { recursive: true, force: true });
}

/** Whether the engine has any object of an environment. */
export async function isDeployed({ name }: Environment): Promise<boolean> {
  return (await listLabelled(labelOf(name), kinds)).length > 0;
}

async function removeLabelled(label: string): Promise<void> {
  for (const kind of kinds) await removeKind(kind, label);
}

/** Retries for a while: the engine may still be processing requests of an interrupted run. */
async function removeKind(kind: Kind, label: string): Promise<void> {
  let reason = "";
  for (let attempt = 0; attempt < 20; attempt++) {
    const found = await listLabelled(label, [kind], options);
    if (found.length === 0) return;
    const ids = found.map(({ id }) => id);
    const { ok, stderr } = await run("docker", [...removal[kind], ...ids], options);
    reason = stderr;
    if (!ok) await sleep(500);
  }
  throw new UserError(
    `not every ${kind} that bench started could be removed (${reason}): list them with "docker ${kind} ls", and run bench again, which first tries to remove them`,
  );
}
