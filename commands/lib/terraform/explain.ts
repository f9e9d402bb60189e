import { type EngineState, lookForEngine } from "../setup/engine.ts";
import { UserError } from "../user-error.ts";
import type { Diagnostic } from "./events.ts";

type Why = "disk" | "lock" | "port" | "name" | "engine" | "other";

const patterns: readonly (readonly [Why, RegExp])[] = [
  ["disk", /no space left on device|ENOSPC|disk quota exceeded|disk is full/i],
  ["lock", /error acquiring the state lock/i],
  ["port", /port is already allocated|address already in use|port \d+ is taken/i],
  ["name", /is (already )?in use by (a )?container/i],
];

/** Throws what happened and what to do, unless a run of Terraform went well. */
export async function checkErrors(errors: readonly Diagnostic[], command: string): Promise<void> {
  if (errors.length === 0) return;
  const words = errors.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n");
  const engine = await lookForEngine();
  throw new UserError(explain(whyFailed(words, engine), engine, command));
}

/** The cause that the user can do something about. */
export function whyFailed(words: string, engine: EngineState): Why {
  if (!engine.engine) return "engine";
  return patterns.find(([, pattern]) => pattern.test(words))?.[0] ?? "other";
}

/** What happened and what to do, in one sentence. */
export function explain(why: Why, engine: EngineState, command: string): string {
  const again = `run "${command}" again: it continues from here`;
  switch (why) {
    case "engine":
      return `the Docker engine at ${engine.address} stopped answering (${engine.reason}): start it and ${again}`;
    case "disk":
      return `the disk is full: make room ("docker system df" shows what Docker holds, "docker image prune" removes images without a name), then ${again}`;
    case "lock":
      return `another run of Terraform is changing this environment: wait until it has ended, then ${again}`;
    case "port":
      return `a port that the environment publishes is taken: end what holds it, or choose another with BLUEPRINT_PORT, then ${again}`;
    case "name":
      return `a container of another origin has a name that this environment uses: remove or rename it, or choose another BLUEPRINT_ENVIRONMENT, then ${again}`;
    case "other":
      return `not everything could be done, the reasons are above; once they are dealt with, ${again}`;
  }
}
