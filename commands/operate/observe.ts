import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { isNear, tunnelTo } from "../lib/engine/address.ts";
import { bold } from "../lib/paint.ts";
import { removePage } from "./observe/remove-page.ts";
import { livePageUrl, startPage } from "./observe/start-page.ts";

/** `npm run observe [-- stop]`: starts or removes the live page, beside any stage. */
export const command = newCommand("observe", "shows the servers live, beside whatever stage runs", [
  "npm run observe",
  "npm run observe -- stop",
]).action(show);

command.command("stop").description("removes the live page").action(stop);

async function show(): Promise<void> {
  const environment = readEnvironment();
  const engine = await startPage(environment);
  const { livePort } = environment;
  const tunnel = isNear(engine)
    ? ""
    : `\nfrom here, as long as it runs: ${tunnelTo(engine, [livePort])}\n`;
  console.log(`
${bold(`The live page: ${livePageUrl(environment)} on the Docker host`)} (environment ${environment.name})
${tunnel}
It stays while stages change; "${variablesOf(environment)}npm run observe -- stop" removes it.`);
}

async function stop(): Promise<void> {
  const wasThere = await removePage(readEnvironment());
  console.log(
    wasThere ? "\nthe live page is removed" : "there is nothing to remove: no live page runs",
  );
}
