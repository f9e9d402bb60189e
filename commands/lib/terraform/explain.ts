import { type EngineState, lookForEngine } from "../engine/engine.ts";
import { UserError } from "../user-error.ts";
import type { Diagnostic } from "./events.ts";

type Cause = "disk" | "lock" | "port" | "name" | "engine" | "other";

const patterns: readonly (readonly [Cause, RegExp])[] = [
  ["disk", /no space left on device|ENOSPC|disk quota exceeded|disk is full/i],
  ["lock", /error acquiring the state lock/i],
  ["port", /port is already allocated|address already in use|port \d+ is taken/i],
  ["name", /is (already )?in use by (a )?container/i],
];

/** Throws an explanation if a Terraform run had errors. */
export async function checkErrors(errors: readonly Diagnostic[], command: string): Promise<void> {
  if (errors.length === 0) return;
  const output = errors.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n");
  const engine = await lookForEngine();
  throw new UserError(explain(findCause(output, engine), engine, command));
}

/** Finds the cause of an error in Terraform's output. */
export function findCause(output: string, engine: EngineState): Cause {
  if (!engine.engine) return "engine";
  return patterns.find(([, pattern]) => pattern.test(output))?.[0] ?? "other";
}

/** Says what happened and what to do, in one sentence. */
export function explain(cause: Cause, engine: EngineState, command: string): string {
  const again = `run "${command}" again: it continues from here`;
  switch (cause) {
    case "engine":
      return `the Docker engine at ${engine.address} stopped answering (${engine.reason}): start it and ${again}`;
    case "disk":
      return `the disk is full: make room ("docker system df" shows what Docker uses, "docker image prune" removes untagged images), then ${again}`;
    case "lock":
      return `another run of Terraform is changing this environment: wait until it has ended, then ${again}`;
    case "port":
      return `a port that the environment publishes is taken: stop what uses it, or choose another with BLUEPRINT_PORT, then ${again}`;
    case "name":
      return `a container that is not managed here has a name that this environment uses: remove or rename it, or choose another BLUEPRINT_ENVIRONMENT, then ${again}`;
    case "other":
      return `not everything could be applied, the errors are above: fix the cause, then ${again}`;
  }
}
