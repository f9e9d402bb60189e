import { join } from "node:path";
import { execa } from "execa";
import { root } from "../../../environment.ts";
import { tail } from "../../lib/process.ts";

/** What a deploy did to the engine's objects. */
export interface Changes {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

export interface Deployed {
  readonly stage: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly changes: Changes;
  /** Its last words where it failed. */
  readonly words: string;
}

/** A deploy that runs. */
export interface Deploy {
  readonly ended: Promise<Deployed>;
  /** It finishes what it has begun, and stops. */
  stop(): void;
}

/**
 * Does what somebody does who types `npm run deploy`, in a process of its own: the load generator
 * is not held up by it, and Ctrl-C does not reach it from the terminal.
 * @param tell is given each line that it prints
 */
export function startDeploy(stage: string, tell: (line: string) => void): Deploy {
  const child = execa(process.execPath, [join(root, "commands/run.mjs"), "deploy", stage], {
    cwd: root,
    stdin: "ignore",
    all: true,
    reject: false,
    detached: true,
    env: { NO_COLOR: "1" },
  });
  const begin = performance.now();
  const read = async () => {
    for await (const line of child.iterable({ from: "all" })) if (line.trim()) tell(line.trim());
  };
  const ended = Promise.all([child, read()]).then(([{ exitCode, all }]) => ({
    stage,
    ok: exitCode === 0,
    seconds: (performance.now() - begin) / 1000,
    changes: parseChanges(all),
    words: exitCode === 0 ? "" : tail(all),
  }));
  return { ended, stop: () => child.kill("SIGINT") };
}

/** Reads the lines of a deploy that say what Terraform has done: images that are missing are built first. */
export function parseChanges(output: string): Changes {
  const lines = output.match(/^applied: .+$/gm) ?? [];
  const count = (verb: string) => {
    const counts = lines.map((line) => Number(line.match(new RegExp(`(\\d+) ${verb}`))?.[1] ?? 0));
    return counts.reduce((sum, each) => sum + each, 0);
  };
  return { created: count("created"), changed: count("changed"), removed: count("removed") };
}
