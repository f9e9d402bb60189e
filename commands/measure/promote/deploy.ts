import { join } from "node:path";
import { execa } from "execa";
import { root } from "../../../environment.ts";
import { tail } from "../../lib/process.ts";

/** The changes of a deploy. */
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
  /** The end of its output, if it failed. */
  readonly words: string;
}

/** A running deploy. */
export interface Deploy {
  readonly ended: Promise<Deployed>;
  /** Finishes the current change, and stops. */
  stop(): void;
}

/**
 * Runs `npm run deploy` in its own process and process group: it does not block the load generator,
 * and Ctrl-C in the terminal does not reach it.
 * @param onLine called with each line of its output
 */
export function startDeploy(stage: string, onLine: (line: string) => void): Deploy {
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
    for await (const line of child.iterable({ from: "all" })) if (line.trim()) onLine(line.trim());
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

/** Sums the changes that Terraform has applied: missing images have their own line. */
export function parseChanges(output: string): Changes {
  const lines = output.match(/^applied: .+$/gm) ?? [];
  const count = (verb: string) => {
    const counts = lines.map((line) => Number(line.match(new RegExp(`(\\d+) ${verb}`))?.[1] ?? 0));
    return counts.reduce((sum, each) => sum + each, 0);
  };
  return { created: count("created"), changed: count("changed"), removed: count("removed") };
}
