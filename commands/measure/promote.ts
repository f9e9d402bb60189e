import { readEnvironment } from "../../environment.ts";
import { variablesOf } from "../lib/command-line.ts";
import { interruption } from "../lib/interrupt.ts";
import { describeMachine } from "../lib/machine.ts";
import { live, step } from "../lib/progress.ts";
import { Interrupted, UserError } from "../lib/user-error.ts";
import { writeFile, writeJson } from "../lib/write-file.ts";
import { checkState } from "../operate/deploy/preflight.ts";
import { describeLimitations, type Target, targetIn } from "./load/target.ts";
import { type Words, wordsOf } from "./load/words.ts";
import { type Deploy, startDeploy } from "./promote/deploy.ts";
import { goalInWords, missesOf } from "./promote/goal.ts";
import { renderMarkdown } from "./promote/markdown.ts";
import { type Options, promoteCommand } from "./promote/options.ts";
import { type Step, takeStep } from "./promote/step.ts";
import { cellsOf, headOf, remarksOf, renderRow, titleFor } from "./promote/table.ts";

/** `npm run promote`: deploys stage after stage under load, and reports the impact on clients. */
export const command = promoteCommand(async (options) => {
  const environment = readEnvironment();
  const target = await targetIn(environment);
  const words = wordsOf(target.load);
  const runs = checkState(environment).objects.length > 0;
  const [first = "", ...rest] = options.path;
  if (!runs && rest.length === 0) {
    throw new UserError(
      `--path is ${first} alone, and nothing runs yet: name the first stage, and the ones that follow (--path 1,2)`,
    );
  }
  if (!runs) await deployFirst(first);
  for (const line of describeLimitations(target)) live.print(line);

  const steps: Step[] = [];
  const path = runs ? options.path : rest;
  const typed = `${variablesOf(environment)}${options.command}`;
  const end = await promote(target, options, path, runs ? undefined : first, steps).finally(() =>
    save(steps, words, options, typed),
  );
  const missed = steps.filter((each) => missesOf(each).length > 0);
  console.log(
    missed.length === 0
      ? `\nthe goal held on ${steps.length} of ${steps.length} steps: ${goalInWords(words)}`
      : `\nthe goal was missed on ${missed.length} of ${steps.length} steps: ${goalInWords(words)}`,
  );
  if (end.wasInterrupted) throw new Interrupted(`stopped: ${end.state}`);
  console.log(end.state);
  if (missed.length > 0) process.exitCode = 1;
});

async function deployFirst(stage: string): Promise<void> {
  let wasInterrupted = false;
  const { ok, words } = await step(`deploying ${stage}, because nothing runs yet`, (report) => {
    const deploy = startDeploy(stage, report);
    const stop = () => {
      wasInterrupted = true;
      deploy.stop();
    };
    return interruption.handledBy(stop, () => deploy.ended);
  });
  if (wasInterrupted) throw new Interrupted();
  if (!ok) throw new UserError(`${stage} could not be deployed:\n${words}`);
}

/** Writes the requested files, also if the promotion was not completed. */
function save(
  steps: readonly Step[],
  words: Words,
  { json, markdown }: Options,
  command: string,
): void {
  const machine = describeMachine();
  if (json) writeJson(json, { command, machine, steps });
  if (markdown) writeFile(markdown, renderMarkdown(steps, words, command, machine));
}

/** Takes the steps, until one fails or an interruption. */
async function promote(
  target: Required<Target>,
  { rate, seed }: Options,
  path: readonly string[],
  start: string | undefined,
  steps: Step[],
): Promise<{ wasInterrupted: boolean; state: string }> {
  const { application, load, url, environment } = target;
  const { name } = application;
  const words = wordsOf(load);
  let from = start;
  let deploy: Deploy | undefined;
  let wasInterrupted = false;
  const onInterrupt = (count: number) => {
    wasInterrupted = true;
    live.print(
      count === 1
        ? `ends after this step and the lookup of its ${words.many} (Ctrl-C again to stop the deploy, too)`
        : "the deploy finishes the current change, and stops",
    );
    if (count > 1) deploy?.stop();
  };
  live.print(`\n${rate} requests a second to ${url}\n\n${renderRow(headOf(words), words)}`);
  return interruption.handledBy(onInterrupt, async () => {
    for (const stage of path) {
      const title = titleFor(from, stage);
      const taken = await takeStep(title, target, { rate, seed }, (report) => {
        deploy = startDeploy(stage, report);
        return deploy;
      });
      const done = { ...(from ? { from } : {}), ...taken };
      steps.push(done);
      live.print([renderRow(cellsOf(done), words), ...remarksOf(done)].join("\n"));
      const again = `${variablesOf(environment)}npm run deploy ${stage}`;
      if (!taken.deployed.ok) {
        return { wasInterrupted, state: `the ${name} is between two stages: "${again}" resumes` };
      }
      from = stage;
      if (wasInterrupted) break;
    }
    return { wasInterrupted, state: `the ${name} is ${from} now` };
  });
}
