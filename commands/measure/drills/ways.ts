import type { CommandWay } from "../../../constructs/app/faults.ts";
import { docker } from "../../lib/docker.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import type { Way } from "./fault.ts";

const containersOf = (victims: readonly ServerContainer[]) =>
  victims.map(({ container }) => container);
const first = (victims: readonly ServerContainer[]) => victims[0]?.container ?? "";

/** Whoever repairs is not to be stopped halfway. */
export const uninterrupted = { uninterrupted: true, timeoutMs: 60_000 };

/** A machine is lost at once, with all that it had in memory. What was killed is not restarted by Docker. */
export const kill: Way = {
  made: "docker kill",
  repaired: "docker start",
  make: async (victims) => {
    await docker("kill the server", ["kill", ...containersOf(victims)]);
  },
  // One after another: a shared machine first, whose network the others join.
  repair: async (victims) => {
    for (const container of containersOf(victims))
      await docker("start the server", ["start", container], uninterrupted);
  },
};

/** A machine is frozen: its connections stay, and nothing answers on them. */
export const freeze: Way = {
  made: "docker pause",
  repaired: "docker unpause",
  make: async (victims) => {
    await docker("freeze the server", ["pause", ...containersOf(victims)]);
  },
  repair: async (victims) => {
    for (const container of containersOf(victims)) {
      const state = await docker(
        "look at the server",
        ["inspect", "--format", "{{.State.Paused}}", container],
        uninterrupted,
      );
      if (state === "true") await docker("thaw the server", ["unpause", container], uninterrupted);
    }
  },
};

/**
 * A command in the first server's container makes it, and another one repairs it.
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
