import { type Environment, liveEnvironmentOf } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { isNear } from "../../lib/engine/address.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { checkPagePort } from "../../lib/port.ts";
import { step } from "../../lib/progress.ts";
import { pollUntilReady, ready } from "../../lib/readiness.ts";
import { setUp } from "../../lib/setup/index.ts";
import { waits } from "../../lib/stack/container.ts";
import { readStack } from "../../lib/stack/stack.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { checkErrors } from "../../lib/terraform/explain.ts";
import { checkStrays } from "../../lib/terraform/strays.ts";
import { change, init } from "../../lib/terraform/terraform-run.ts";
import { UserError } from "../../lib/user-error.ts";
import { buildMissing } from "../deploy/images.ts";
import { checkState, preflight } from "../deploy/preflight.ts";
import { ENGINE_QUESTIONS } from "../deploy/questions.ts";

const COMMAND = "npm run observe";
const LIMIT_MS = 60_000;

/** The live page's URL on the Docker host. */
export function livePageUrl({ livePort }: Environment): string {
  return `http://localhost:${livePort}`;
}

/** Deploys the live page of an environment and waits until it answers. */
export async function startPage(environment: Environment): Promise<Engine> {
  const page = liveEnvironmentOf(environment);
  const again = `${variablesOf(environment)}${COMMAND}`;
  checkState(page);

  const { terraform, engine } = await setUp();
  const shop = { ...environment, outdir: page.outdir };
  const folder = await synthesize(shop, "live", "live.ts");
  await init(terraform, folder);
  const stack = readStack(folder, "live");
  const state = checkState(page);
  await checkStrays(page, state, `${again} -- stop`);
  await checkPagePort(environment, page.livePort, COMMAND, engine, page.name);
  const place = { environment: page, engine, stack, state, command: COMMAND, again };
  await preflight(place, ENGINE_QUESTIONS);

  await buildMissing(terraform, folder, stack, state, again);
  const { errors } = await change(terraform, "apply", folder, waits(stack));
  await checkErrors(errors, again);
  // A Docker host elsewhere publishes the page for itself; its servers are healthy.
  if (isNear(engine)) await waitForPage(environment, again);
  return engine;
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
