import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { setUp } from "../lib/setup/index.ts";
import type { ProviderSource } from "../lib/setup/provider.ts";
import { listStages } from "../lib/stage-name.ts";
import { UserError } from "../lib/user-error.ts";
import { ensureChromium } from "./testing/chromium.ts";
import { closingLine, none } from "./testing/count.ts";
import { type Ended, part, type Result, renderSummary, total } from "./testing/part.ts";
import { testProvider } from "./testing/provider.ts";
import { recordTimes } from "./testing/times.ts";
import { runTool, runVitest } from "./testing/tools.ts";

/** The arguments and options of a test run. */
interface Options {
  /** Parts, the workshop's stages, or files of the night. @default - everything */
  readonly names: readonly string[];
  readonly all?: boolean;
  readonly keep?: boolean;
  readonly record?: boolean;
}

const quick: Record<string, () => Promise<Result>> = {
  types: () => runTool("npm", "run", "--silent", "types"),
  lint: () => runTool("npm", "run", "--silent", "lint"),
  unit: () => runVitest("unit"),
};

/** `npm test` and `npm run test:all`: quick parts first; the others after the set-up. */
export const command = newCommand("test", "runs all but the long tests, or the named parts", [
  "npm test -- types lint unit",
  "npm test -- stage-4 --keep",
  "npm run test:all -- failover",
])
  .argument("[names...]", "parts, stages or files of the night (default: all)", parseName)
  .option("--all", "also the long tests, as npm run test:all does")
  .option("--keep", "keep the environment for another run")
  .option("--record", "write the durations to test/README.md")
  .action((names: string[] = [], options: Omit<Options, "names">) => test({ names, ...options }));

async function test(options: Options): Promise<void> {
  const parts: Ended[] = [];
  for (const [name, work] of Object.entries(quick)) {
    if (isSelected(name, options)) parts.push(await part(titles[name] ?? name, work));
  }
  if (parts.length < options.names.length || options.names.length === 0) {
    parts.push(...(await runOnEngine(options)));
  }
  if (options.record) recordTimes(parts);
  console.log(`\n${renderSummary(parts).join("\n")}\n`);
  console.log(closingLine(total(parts)));
  if (!parts.every(({ ok }) => ok)) process.exitCode = 1;
}

const titles: Record<string, string> = {
  types: "types (tsc)",
  lint: "lint (biome)",
  unit: "unit tests (vitest)",
};

/** The parts that need Terraform and the provider; most also need an engine. */
async function runOnEngine(options: Options): Promise<Ended[]> {
  const { names, all, keep } = options;
  let source: ProviderSource | undefined;
  const setup = await part("set-up", async () => {
    source = (await setUp()).provider;
    await ensureChromium();
    return { ok: true, count: none };
  });
  if (!setup.ok) return [setup];

  const parts: Ended[] = [];
  if (isSelected("provider", options))
    parts.push(await part("provider (go vet, go test)", () => testProvider(source)));
  const stages = listStages().filter((stage) => names.includes(stage));
  if (stages.length > 0 || names.length === 0) {
    const env = {
      ...(stages.length > 0 ? { BLUEPRINT_TEST_STAGES: stages.join() } : {}),
      ...(keep ? { BLUEPRINT_TEST_KEEP: "1" } : {}),
    };
    const files = stages.length > 0 ? ["test/end-to-end/walk/workshop.test.ts"] : [];
    parts.push(await part("the workshop, end to end", () => runVitest("walk", files, env)));
  }
  const nights = nightFiles().filter((name) => names.includes(name) || (all && names.length === 0));
  for (const name of nights) {
    const file = join("test", "end-to-end", "night", `${name}.test.ts`);
    parts.push(await part(`${name}, end to end`, () => runVitest("night", [file])));
  }
  return parts;
}

/** Whether a part of `npm test` is selected: without names all are. */
function isSelected(name: string, { names }: Options): boolean {
  return names.length === 0 || names.includes(name);
}

/** The names of the files that only `npm run test:all` runs. */
function nightFiles(): string[] {
  return readdirSync(join(root, "test", "end-to-end", "night"))
    .flatMap((file) => file.match(/^(.+)\.test\.ts$/)?.[1] ?? [])
    .sort();
}

/** Adds a name to those before. */
function parseName(name: string, before: readonly string[] = []): readonly string[] {
  const known = [...Object.keys(quick), "provider", ...listStages(), ...nightFiles()];
  if (known.includes(name)) return [...before, name];
  throw new UserError(`there is no part "${name}" of the tests: there are ${known.join(", ")}`);
}
