import { join } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { step } from "../../lib/progress.ts";
import { execute } from "./program.ts";
import { type Result, tell } from "./result.ts";

const entries = [
  { what: "synthesis of all stages", file: "main.ts", goal: 1.5 },
  {
    what: "synthesis of a stage with 200 app servers",
    file: "commands/measure/bench/two-hundred-servers.ts",
    goal: 3,
  },
];

/** How long it takes from the start of Node to the last written file. */
export async function measureSynthesis(environment: Environment, runs: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const { what, file, goal } of entries) {
    const times = await step(`${what}, runs: ${runs}`, async (detail) => {
      const outdir = join(environment.folder, "synthesis");
      const options = { cwd: root, env: { CDKTF_OUTDIR: outdir } };
      const synthesize = async () =>
        (await execute(process.execPath, ["--import", "tsx", file], options)).seconds;
      // tsx compiles what it has not seen before: that is no part of any later run.
      await synthesize();
      return await repeat(runs, synthesize, detail);
    });
    const command = `\`node --import tsx ${file}\``;
    results.push(tell({ what, unit: "s", runs: times, goal, command }));
  }
  return results;
}

async function repeat<T>(
  runs: number,
  work: () => Promise<T>,
  detail: (text: string) => void,
): Promise<T[]> {
  const outcomes: T[] = [];
  for (let run = 1; run <= runs; run++) {
    detail(`run ${run}`);
    outcomes.push(await work());
  }
  return outcomes;
}
