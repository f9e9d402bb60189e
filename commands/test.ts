import { run as runProgram } from "./lib/process.ts";
import { UserError } from "./lib/user-error.ts";
import { goVariables, lookForGo } from "./setup/go.ts";
import { setUp } from "./setup/index.ts";
import { sources } from "./setup/stand-in.ts";
import { ensureChromium } from "./testing/chromium.ts";
import { closingLine, none } from "./testing/count.ts";
import { type Ended, part, type Result, renderSummary, total } from "./testing/part.ts";
import { runGoTests, runTool, runVitest } from "./testing/tools.ts";

/** `npm test`: every test there is, the quick ones first; set-up is done before what needs it. */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0)
    throw new UserError("npm test runs everything: npm run test:unit takes arguments");
  const parts: Ended[] = [
    await part("types (tsc)", () => runTool("npm", "run", "--silent", "types")),
    await part("lint (biome)", () => runTool("npm", "run", "--silent", "lint")),
    await part("unit tests (vitest)", () => runVitest("unit")),
  ];

  let source: string | undefined;
  const setup = await part("set-up", async () => {
    source = (await setUp()).provider;
    await ensureChromium();
    return { ok: true, count: none };
  });
  if (setup.ok) {
    parts.push(await part("provider (go vet, go test)", () => testProvider(source)));
    parts.push(await part("end to end (vitest)", () => runVitest("end-to-end")));
  } else parts.push(setup);

  console.log(`\n${renderSummary(parts).join("\n")}\n`);
  console.log(closingLine(total(parts)));
  return parts.every(({ ok }) => ok) ? 0 : 1;
}

async function testProvider(source: string | undefined): Promise<Result> {
  const { version, oldest, isNewEnough } = await lookForGo(sources);
  if (!isNewEnough) {
    const lack = `its tests need Go ${oldest} or newer, ${version ?? "none"} was found`;
    if (source === "stand-in") throw new UserError(`the stand-in is used, and ${lack}: install it`);
    return { ok: true, count: none, skipped: `the provider comes from elsewhere, and ${lack}` };
  }
  const vet = await runProgram("go", ["vet", "./..."], { cwd: sources, env: goVariables });
  if (!vet.ok) console.log(vet.all);
  const tests = await runGoTests();
  return { ...tests, ok: tests.ok && vet.ok };
}
