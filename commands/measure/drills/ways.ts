import type { CommandWay } from "../../../constructs/app/faults.ts";
import { HEALTHY_MARK } from "../../../constructs/server/health-check.ts";
import { docker } from "../../lib/docker.ts";
import { run, tail } from "../../lib/process.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Way } from "./fault.ts";

const containersOf = (victims: readonly ServerContainer[]) =>
  victims.map(({ container }) => container);
const first = (victims: readonly ServerContainer[]) => victims[0]?.container ?? "";

/** Options of repairs, which must not be interrupted. */
export const uninterrupted = { uninterrupted: true, timeoutMs: 60_000 };

/** A crash of the machine, with loss of its memory. Docker does not restart a killed container. */
export const kill: Way = {
  made: "docker kill",
  repaired: "docker start",
  make: async (victims) => {
    await docker("kill the server", ["kill", ...containersOf(victims)]);
  },
  // one after another: first a shared machine, whose network the others join
  repair: async (victims) => {
    for (const container of containersOf(victims))
      await docker("start the server", ["start", container], uninterrupted);
  },
};

/** A frozen machine: connections stay open, without any response. */
export const freeze: Way = {
  made: "docker pause",
  repaired: "docker unpause",
  make: async (victims) => {
    await docker("freeze the server", ["pause", ...containersOf(victims)]);
  },
  repair: async (victims) => {
    for (const container of containersOf(victims)) {
      await thawSurely(container);
    }
  },
};

/** What the engine reports of a server that it takes for running. */
const RUNS = /is not paused|cannot resume a running process/;

/** Thaws a server, if the engine takes it for frozen: a busy engine learns late what it is. */
export async function thaw(container: string): Promise<void> {
  const { ok, all } = await run("docker", ["unpause", container], uninterrupted);
  if (!ok && !RUNS.test(all))
    throw new UserError(`Docker could not thaw the server (${tail(all)})`);
}

/** Thaws a server, and makes sure that it runs. */
async function thawSurely(container: string): Promise<void> {
  const end = steadyNow() + 60_000;
  do {
    await thaw(container);
    if (await checkNow(container)) return;
  } while (steadyNow() < end);
  throw new UserError("the server is still frozen after 60 s");
}

/**
 * Has Docker check a server within a second: it reports one that was paused as unhealthy, until the
 * next check, which comes after 30 s. A server whose check is another one is checked then.
 * @returns whether a program ran in the container, or was not found there
 */
async function checkNow(container: string): Promise<boolean> {
  const words = ["exec", container, "rm", "-f", HEALTHY_MARK];
  const { ok, all } = await run("docker", words, { ...uninterrupted, timeoutMs: 10_000 });
  return ok || /executable file not found/.test(all);
}

/**
 * A command in the first server's container makes the fault, and another one repairs it.
 * @param fault its name, by which `npm run fault` runs them
 */
export function exec(fault: string, { make, repair }: CommandWay): Way {
  const typed = `npm run fault -- ${fault}`;
  return {
    stays: true,
    made: typed,
    repaired: `${typed} --repair`,
    make: async (victims) => {
      await docker(`make ${fault}`, ["exec", first(victims), ...make]);
    },
    repair: async (victims) => {
      await docker(`repair ${fault}`, ["exec", first(victims), ...repair], uninterrupted);
    },
  };
}
