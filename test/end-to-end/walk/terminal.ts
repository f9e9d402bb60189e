import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { root } from "../../../environment.ts";

/** What a command printed, and how it ended. */
export interface Typed {
  readonly exitCode: number;
  readonly output: string;
}

/** The one terminal of a participant: what a command exports or defines is there for the next one. */
export class Terminal {
  private readonly folder = mkdtempSync(join(tmpdir(), "terminal-"));
  private readonly shell: ChildProcess;
  private readonly ends: Interface;

  constructor(variables: Record<string, string>) {
    const env = { ...process.env, ...variables, NO_COLOR: "1" };
    const stdio = ["pipe", "pipe", "inherit"] as const;
    // Its own process group, so that close() also ends what a command has left running.
    this.shell = spawn("bash", ["--norc"], { cwd: root, env, stdio: [...stdio], detached: true });
    if (!this.shell.stdout) throw new Error("the shell has no output");
    this.ends = createInterface({ input: this.shell.stdout });
  }

  /** Runs a command to its end. Throws with what it printed so far if it takes longer than that. */
  async type(command: string, limitMs: number): Promise<Typed> {
    const file = join(this.folder, "command");
    const output = join(this.folder, "output");
    writeFileSync(file, `${command}\n`);
    const ended = new Promise<number>((resolve) => {
      this.ends.once("line", (line) => resolve(Number(line)));
      this.shell.once("exit", () => resolve(255));
    });
    this.shell.stdin?.write(`. '${file}' > '${output}' 2>&1 < /dev/null; echo $?\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const words = readFileSync(output, "utf8");
        reject(new Error(`it has not ended after ${limitMs / 1000} s, and printed:\n${words}`));
      }, limitMs);
    });
    try {
      const exitCode = await Promise.race([ended, late]);
      return { exitCode, output: readFileSync(output, "utf8") };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the shell and whatever it has started and not waited for. */
  close(): void {
    const { pid, exitCode, signalCode } = this.shell;
    // the number of a process that has ended may be another's by now
    if (pid && exitCode === null && signalCode === null) process.kill(-pid, "SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
