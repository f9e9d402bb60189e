import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder } from "../../../environment.ts";
import { run as runProgram } from "../../lib/process.ts";
import { goVariables, lookForGo } from "../../lib/setup/go.ts";
import type { ProviderSource } from "../../lib/setup/provider.ts";
import { hashFiles, sources } from "../../lib/setup/stand-in.ts";
import { UserError } from "../../lib/user-error.ts";
import { none } from "./count.ts";
import type { Result } from "./part.ts";
import { runGoTests } from "./tools.ts";

/** The identity of the stand-in's tests when they last passed here. */
const passed = join(localFolder, "provider-tests.passed");

/** Tests the stand-in for the provider, unless the same sources passed with the same Go. */
export async function testProvider(source: ProviderSource | undefined): Promise<Result> {
  const { version, oldest, isNewEnough } = await lookForGo(sources);
  if (!isNewEnough) {
    const lack = `its tests need Go ${oldest} or newer, ${version ?? "none"} was found`;
    if (source === "stand-in") throw new UserError(`the stand-in is used, and ${lack}: install it`);
    return { ok: true, count: none, skipped: `the provider comes from elsewhere, and ${lack}` };
  }
  // tests and their data included
  const all = hashFiles(sources, (file) => statSync(join(sources, file)).isFile());
  const identity = `${version} ${all}`;
  if (existsSync(passed) && readFileSync(passed, "utf8") === identity)
    return {
      ok: true,
      count: none,
      skipped: "offline/provider is unchanged since they last passed",
    };

  const vet = await runProgram("go", ["vet", "./..."], { cwd: sources, env: goVariables });
  if (!vet.ok) console.log(vet.all);
  const tests = await runGoTests();
  const ok = tests.ok && vet.ok;
  if (ok) {
    mkdirSync(dirname(passed), { recursive: true });
    writeFileSync(passed, identity);
  }
  return { ...tests, ok };
}
