import { readEnvironment } from "../../environment.ts";
import { variablesOf } from "../lib/command-line.ts";
import { bold } from "../lib/paint.ts";
import { UserError } from "../lib/user-error.ts";
import { removePage } from "./observe/remove-page.ts";
import { livePageUrl, startPage } from "./observe/start-page.ts";

const usage = "npm run observe, or npm run observe -- stop";

/** `npm run observe [-- stop]`: starts or removes the live page, beside any stage. */
export async function run(args: string[]): Promise<void> {
  const environment = readEnvironment();
  if (isStop(args)) {
    const wasThere = await removePage(environment);
    console.log(
      wasThere ? "\nthe live page is removed" : "there is nothing to remove: no live page runs",
    );
    return;
  }
  await startPage(environment);
  console.log(`
${bold(`The live page: ${livePageUrl(environment)} on the Docker host`)} (environment ${environment.name})

It stays while stages change; "${variablesOf(environment)}npm run observe -- stop" removes it.`);
}

export function isStop(args: readonly string[]): boolean {
  const [action] = args;
  if (args.length === 0) return false;
  if (args.length === 1 && action === "stop") return true;
  throw new UserError(`observe does not know "${args.join(" ")}": use it so: ${usage}`);
}
