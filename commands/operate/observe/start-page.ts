import { type Environment, liveEnvironmentOf } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { checkPagePort } from "../../lib/port.ts";
import { step } from "../../lib/progress.ts";
import { pollUntilReady, ready } from "../../lib/readiness.ts";
import { setUp } from "../../lib/setup/index.ts";
import { waits } from "../../lib/stack/container.ts";
import { readStack } from "../../lib/stack/stack.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { checkErrors } from "../../lib/terraform/explain.ts";
import { change, init } from "../../lib/terraform/terraform-run.ts";
import { UserError } from "../../lib/user-error.ts";
import { buildMissing } from "../deploy/images.ts";
import { checkState, clearTheWay } from "../deploy/preflight.ts";
import { rejoinHosts } from "../deploy/stranded.ts";

const COMMAND = "npm run observe";
const LIMIT_MS = 60_000;

/** The live page's URL on the Docker host. */
export function livePageUrl({ livePort }: Environment): string {
  return `http://localhost:${livePort}`;
}

/** Deploys the live page of an environment and waits until it answers. */
export async function startPage(environment: Environment): Promise<void> {
  const page = liveEnvironmentOf(environment);
  const again = `${variablesOf(environment)}${COMMAND}`;
  checkState(page);

  const { terraform } = await setUp();
  const place = { ...environment, outdir: page.outdir };
  const folder = await synthesize(place, "live", "live.ts");
  await init(terraform, folder);
  const stack = readStack(folder, "live");
  const state = checkState(page);
  await checkPagePort(environment, page.livePort, COMMAND, page.name);
  await clearTheWay(page.name, state);
  await rejoinHosts(page.name);

  await buildMissing(terraform, folder, stack, state, again);
  const { errors } = await change(terraform, "apply", folder, waits(stack));
  await checkErrors(errors, again);
  await waitForPage(environment, again);
}

async function waitForPage(environment: Environment, again: string): Promise<void> {
  const url = `${livePageUrl(environment)}/api/architecture`;
  await step(
    `waiting until the live page answers at ${livePageUrl(environment)}`,
    async (report) => {
      const answer = await pollUntilReady(url, LIMIT_MS, report);
      if (answer === ready) return;
      const { name } = liveEnvironmentOf(environment);
      throw new UserError(
        `the live page does not answer after ${LIMIT_MS / 1000} s (${answer}): check its logs (docker logs ${name}-collector, docker logs ${name}-dashboard), then run "${again}" again`,
      );
    },
  );
}
