import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { step } from "../../lib/progress.ts";
import { executeTimed, type Timing } from "./cpu-time.ts";
import { printResult, type Result } from "./result.ts";

const bare = { what: "synthesis of a bare CDKTF app", file: "commands/measure/bench/bare-app.ts" };
const all = { what: "synthesis of all stages", file: "main.ts", goal: 1.5 };
const wide = {
  what: "synthesis of a stage with 200 app servers",
  file: "commands/measure/bench/two-hundred-servers.ts",
  goal: 3,
};

/** Fewer turns do not show a difference of 10 %. */
const minTurns = 5;
/** The goal for all stages, compared with a bare app. */
const goal = 1.5;

/** The time of each program in one turn. */
type Turn = Readonly<Record<"bare" | "all" | "wide", Timing>>;

/**
 * Measures the time from the start of Node to the last written file. The programs take turns,
 * because the machine's speed varies from minute to minute.
 */
export async function measureSynthesis(environment: Environment, runs: number): Promise<Result[]> {
  const outdir = join(environment.folder, "synthesis");
  mkdirSync(outdir, { recursive: true });
  const options = { cwd: root, env: { CDKTF_OUTDIR: outdir } };
  const synthesize = ({ file }: { file: string }) =>
    executeTimed(process.execPath, ["--import", "tsx", file], options);
  const takeTurn = async (): Promise<Turn> => ({
    bare: await synthesize(bare),
    all: await synthesize(all),
    wide: await synthesize(wide),
  });

  const count = Math.max(runs, minTurns);
  const turns = await step(`synthesis, turns: ${count}`, async (detail) => {
    // warm-up: tsx compiles new files once
    await takeTurn();
    const taken: Turn[] = [];
    while (taken.length < count) {
      detail(`turn ${taken.length + 1}`);
      taken.push(await takeTurn());
    }
    return taken;
  });
  return synthesisResults(turns).map(printResult);
}

/** The seconds of each program, and the ratio of the stages to the bare app in the same turn. */
export function synthesisResults(turns: readonly Turn[]): Result[] {
  const compared = `${all.what}, compared with a bare CDKTF app`;
  const inTurns = `${command(all)}, to ${command(bare)} in the same turn`;
  return [
    { ...all, unit: "s", runs: turns.map((turn) => turn.all.seconds), command: command(all) },
    { ...bare, unit: "s", runs: turns.map((turn) => turn.bare.seconds), command: command(bare) },
    {
      what: compared,
      unit: "times",
      runs: turns.map((turn) => turn.all.seconds / turn.bare.seconds),
      goal,
      command: inTurns,
    },
    {
      what: `${compared}, by CPU time`,
      unit: "times",
      runs: turns.map((turn) => turn.all.cpuSeconds / turn.bare.cpuSeconds),
      goal,
      command: `user and system time of ${inTurns}`,
    },
    { ...wide, unit: "s", runs: turns.map((turn) => turn.wide.seconds), command: command(wide) },
  ];
}

function command({ file }: { file: string }): string {
  return `\`node --import tsx ${file}\``;
}
