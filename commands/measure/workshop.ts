import { InvalidArgumentError } from "commander";
import { type Environment, readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { docker } from "../lib/docker.ts";
import { dim, green, red } from "../lib/paint.ts";
import { step } from "../lib/progress.ts";
import { listContainers } from "../lib/server-containers.ts";
import { readArchitecture } from "../lib/stack/container.ts";
import { synthesizedStage } from "../lib/stack/synthesized.ts";
import { listStages } from "../lib/stage-name.ts";
import { table } from "../lib/table.ts";
import { deployStage } from "../operate/deploy/deploy-stage.ts";
import { destroy } from "../operate/destroy.ts";
import { DrillBook } from "./drills/drill-book.ts";
import { appliesTo } from "./drills/fault.ts";
import { findUnhealthy, waitUntilHealthy } from "./drills/healthy.ts";
import { loadFaults } from "./drills/load-faults.ts";
import { type Chapter, listChapters } from "./workshop/chapter.ts";
import { type Task, tasksOf } from "./workshop/tasks.ts";

const faults = await loadFaults();

/** `npm run workshop`: lists the chapters, begins one from any stage, and checks its tasks. */
export const command = newCommand("workshop", "lists the chapters; begins one, and checks it", [
  "npm run workshop",
  "npm run workshop -- start 4",
  "npm run workshop -- check 4",
]).action(list);

command
  .command("start")
  .description("brings the environment to the beginning of a chapter, from any stage")
  .argument("<chapter>", "its number", parseChapter)
  .option("--yes", "do not ask before chapter 1 removes the environment")
  .action(start);

command
  .command("check")
  .description("lists the tasks that are done and those that are not, with their measurements")
  .argument("<chapter>", "its number", parseChapter)
  .action(check);

command
  .command("reset")
  .description("removes the environment with its data")
  .option("--yes", "do not ask")
  .action(destroy);

function parseChapter(text: string): Chapter {
  const chapters = listChapters();
  const chapter = chapters.find((each) => `${each.number}` === text.replace(/^stage-/, ""));
  if (chapter) return chapter;
  throw new InvalidArgumentError(`use a chapter from 1 to ${chapters.length}`);
}

function list(): void {
  const rows = listChapters().map(({ number, title, file }) => [`${number}`, title, file]);
  const prefix = variablesOf(readEnvironment());
  console.log(
    [
      ...table([["", "chapter", "page"], ...rows]),
      "",
      ...table([
        [
          `${prefix}npm run workshop -- start 4`,
          "brings the environment to the beginning of chapter 4",
        ],
        [`${prefix}npm run workshop -- check 4`, "checks the tasks of chapter 4"],
        [`${prefix}npm run workshop -- reset`, "removes the environment, with its data"],
      ]),
    ].join("\n"),
  );
}

/** Deploys the stage before a chapter, from any stage: healthy and without faults. */
async function start(chapter: Chapter, options: { readonly yes?: boolean }): Promise<void> {
  const environment = readEnvironment();
  const stages = listStages();
  const before = stages[stages.indexOf(chapter.stage) - 1];
  if (before === undefined) await destroy(options);
  else {
    await resume(environment);
    await deployStage(environment, before);
    await step("waiting until all servers are healthy", (report) =>
      waitUntilHealthy(environment, report),
    );
    await repairFaults(environment, before);
  }
  console.log(`\nchapter ${chapter.number} begins here: ${chapter.title}, ${chapter.file}`);
}

/** Resumes servers that a drill by hand left paused: a deploy takes them for running. */
async function resume(environment: Environment): Promise<void> {
  const paused = (await listContainers(environment)).filter(({ state }) => state === "paused");
  if (paused.length === 0) return;
  const names = paused.map(({ name }) => name).join(", ");
  await step(`resuming ${names}`, () =>
    docker("unpause", ["unpause", ...paused.map(({ container }) => container)]),
  );
}

/** Repairs the faults that `npm run fault` has left on. */
async function repairFaults(environment: Environment, stage: string): Promise<void> {
  const left = faults.filter((fault) => fault.way.stays && appliesTo(fault, stage));
  if (left.length === 0) return;
  await step(
    `repairing ${left.map(({ name }) => name).join(", ")}, if they were left on`,
    async () => {
      for (const { find, way } of left) await way.repair(await find(environment));
    },
  );
}

async function check(chapter: Chapter): Promise<void> {
  const environment = readEnvironment();
  const evidence = {
    expected: readArchitecture(await synthesizedStage(chapter.stage)),
    servers: (await listContainers(environment)).map(({ name }) => name),
    unhealthy: await findUnhealthy(environment),
    drills: new DrillBook(faults, environment.drillsFile).entries,
  };
  const tasks = tasksOf(chapter, faults, evidence);
  const open = tasks.filter(({ isDone }) => !isDone);
  const end =
    open.length === 0
      ? `chapter ${chapter.number} is done`
      : `${open.length} of ${tasks.length} tasks of chapter ${chapter.number} ${open.length === 1 ? "is" : "are"} still to do`;
  console.log(
    [`Chapter ${chapter.number}: ${chapter.title}`, ...tasks.flatMap(describe), "", end].join("\n"),
  );
  if (open.length > 0) process.exitCode = 1;
}

function describe({ what, isDone, hint, measured }: Task): string[] {
  if (!isDone) return [`${red("✗")} ${what}`, dim(`    hint: ${hint}`)];
  return [`${green("✓")} ${what}`, ...measured.map((line) => `    ${line}`)];
}
