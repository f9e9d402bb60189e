import { type Environment, readEnvironment } from "../../environment.ts";
import { variablesOf } from "../lib/command-line.ts";
import { docker } from "../lib/docker.ts";
import { dim, green, red } from "../lib/paint.ts";
import { step } from "../lib/progress.ts";
import { listContainers } from "../lib/server-containers.ts";
import { readArchitecture } from "../lib/stack/container.ts";
import { synthesizedStage } from "../lib/stack/synthesized.ts";
import { listStages } from "../lib/stage-name.ts";
import { table } from "../lib/table.ts";
import { UserError } from "../lib/user-error.ts";
import { deployStage } from "../operate/deploy/deploy-stage.ts";
import { run as destroy } from "../operate/destroy.ts";
import { run as setPayment } from "../operate/payment.ts";
import { DrillBook } from "./drills/drill-book.ts";
import { faults } from "./drills/faults.ts";
import { findLacks, waitUntilWhole } from "./drills/whole.ts";
import { type Chapter, listChapters } from "./workshop/chapter.ts";
import { type Task, tasksOf } from "./workshop/tasks.ts";

const usage = "npm run workshop -- [start 4 | check 4 | reset]";

/** `npm run workshop`: the chapters; to begin one from whatever runs; to look at what is done. */
export async function run(args: string[]): Promise<number> {
  const [verb, ...words] = args;
  const environment = readEnvironment();
  const chapters = listChapters();
  if (verb === undefined) return list(environment, chapters);
  if (verb === "reset") return reset(words);
  const [number = "", ...flags] = words;
  const chapter = chapters.find((each) => `${each.number}` === number.replace(/^stage-/, ""));
  if (!["start", "check"].includes(verb) || !chapter) {
    const last = chapters.at(-1)?.number;
    throw new UserError(
      `workshop does not know "${args.join(" ")}": use it so, with a chapter from 1 to ${last}: ${usage}`,
    );
  }
  return verb === "start" ? start(environment, chapter, flags) : check(environment, chapter);
}

async function list(environment: Environment, chapters: readonly Chapter[]): Promise<number> {
  const rows = chapters.map(({ number, title, file }) => [`${number}`, title, file]);
  const prefix = variablesOf(environment);
  console.log(
    [
      ...table([["", "chapter", "page"], ...rows]),
      "",
      ...table([
        [`${prefix}npm run workshop -- start 4`, "brings the shop to the beginning of chapter 4"],
        [`${prefix}npm run workshop -- check 4`, "says whether all of chapter 4 is done"],
        [`${prefix}npm run workshop -- reset`, "removes the shop, with its orders"],
      ]),
    ].join("\n"),
  );
  return 0;
}

/** Brings what runs to the beginning of a chapter: the stage before it, whole and with payment. */
async function start(
  environment: Environment,
  chapter: Chapter,
  flags: readonly string[],
): Promise<number> {
  const stages = listStages();
  const before = stages[stages.indexOf(chapter.stage) - 1];
  if (before === undefined) await reset(flags);
  else {
    await resume(environment);
    await deployStage(environment, before);
    await step("waiting until all servers are healthy", (tell) =>
      waitUntilWhole(environment, tell),
    );
    await setPayment(["normal"]);
  }
  console.log(`\nchapter ${chapter.number} begins here: ${chapter.title}, ${chapter.file}`);
  return 0;
}

/** Servers that a drill by hand left paused: a deploy takes them for running ones. */
async function resume(environment: Environment): Promise<void> {
  const paused = (await listContainers(environment)).filter(({ state }) => state === "paused");
  if (paused.length === 0) return;
  const names = paused.map(({ name }) => name).join(", ");
  await step(`resuming ${names}`, () =>
    docker("unpause", ["unpause", ...paused.map(({ container }) => container)]),
  );
}

async function check(environment: Environment, chapter: Chapter): Promise<number> {
  const evidence = {
    wanted: readArchitecture(await synthesizedStage(chapter.stage)),
    servers: (await listContainers(environment)).map(({ name }) => name),
    lacks: await findLacks(environment),
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
  return open.length === 0 ? 0 : 1;
}

function describe({ what, isDone, hint, measured }: Task): string[] {
  if (!isDone) return [`${red("✗")} ${what}`, dim(`    hint: ${hint}`)];
  return [`${green("✓")} ${what}`, ...measured.map((line) => `    ${line}`)];
}

async function reset(flags: readonly string[]): Promise<number> {
  await destroy([...flags]);
  return 0;
}
