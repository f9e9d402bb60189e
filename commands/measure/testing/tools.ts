import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { root } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { keepShowing, live } from "../../lib/progress.ts";
import { goVariables } from "../../lib/setup/go.ts";
import { sources } from "../../lib/setup/stand-in.ts";
import { Interrupted } from "../../lib/user-error.ts";
import { countGo, countVitest, type GoEvent, none, parseGoEvent, timesOf } from "./count.ts";
import type { Result } from "./part.ts";

/** Runs a program of node_modules, which prints to the terminal. */
export async function runTool(program: string, ...args: string[]): Promise<Result> {
  return runProgram(program, args);
}

async function runProgram(
  program: string,
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<Result> {
  const { failed } = await execa(program, args, {
    cwd: root,
    preferLocal: true,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    reject: false,
    cancelSignal: interruption.signal,
    env: variables,
  });
  if (interruption.signal.aborted) throw new Interrupted();
  return { ok: !failed, count: none };
}

/**
 * Runs a project of vitest.config.ts.
 * @param files the only ones to run; all if there are none
 */
export async function runVitest(
  project: string,
  files: readonly string[] = [],
  variables: Record<string, string> = {},
): Promise<Result> {
  // each of the long tests is printed when it ends
  const reporter = project === "unit" ? "default" : "verbose";
  const scratch = mkdtempSync(join(tmpdir(), "blueprint-"));
  const report = join(scratch, "report.json");
  try {
    const reporters = [`--reporter=${reporter}`, "--reporter=json", `--outputFile.json=${report}`];
    const words = ["run", "--project", project, ...reporters, ...files];
    const { ok } = await runProgram("vitest", words, variables);
    const json = readFileSync(report, "utf8");
    return { ok, ...countVitest(json), ...(project === "unit" ? {} : { times: timesOf(json) }) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs the provider's tests, also those that need an engine; prints the failed ones. */
export async function runGoTests(): Promise<Result> {
  const events: GoEvent[] = [];
  const output = new Map<string, string>();
  let running = "compiling";
  const child = execa("go", ["test", "-json", "-timeout", "20m", "./..."], {
    cwd: sources,
    stdin: "ignore",
    reject: false,
    all: true,
    buffer: false,
    cancelSignal: interruption.signal,
    env: { ...goVariables, TF_ACC: "1" },
  });
  const stop = keepShowing(() => running);
  try {
    for await (const line of child.iterable({ from: "all" })) {
      const event = parseGoEvent(line);
      if (!event) live.print(line);
      else {
        running = event.Test ?? running;
        events.push(event);
        report(event, output);
      }
    }
  } finally {
    stop();
  }
  const { failed } = await child;
  if (interruption.signal.aborted) throw new Interrupted();
  return { ok: !failed, count: countGo(events) };
}

function report({ Action, Package, Test, Output }: GoEvent, output: Map<string, string>): void {
  const key = `${Package} ${Test}`;
  if (Action === "output" && Test) output.set(key, (output.get(key) ?? "") + Output);
  else if (/output$/.test(Action) && Output?.trim()) live.print(Output.trimEnd());
  if (Action === "fail" && Test) live.print((output.get(key) ?? "").trimEnd());
  if (Test && /^(pass|fail|skip)$/.test(Action)) output.delete(key);
}
