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

/** A machine stands still: its connections stay, and nothing answers on them. */
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

/** What the payment provider does to a charge, as `npm run payment` sets it. */
export function payment(mode: "slow" | "dead"): Way {
  const set = (word: string) => ["sh", "-c", `echo ${word} > /tmp/mode`];
  return {
    made: `npm run payment -- ${mode}`,
    repaired: "npm run payment -- normal",
    make: async (victims) => {
      await docker("tell the payment provider", ["exec", first(victims), ...set(mode)]);
    },
    repair: async (victims) => {
      const words = ["exec", first(victims), ...set("normal")];
      await docker("tell the payment provider", words, uninterrupted);
    },
  };
}

/**
 * The queue believes that its disk is nearly full: it wants more free than any disk has. It is what
 * RabbitMQ does on a full disk; the engine's own disk is everybody's, and is not filled.
 */
export const fullDisk: Way = {
  made: "rabbitmqctl set_disk_free_limit 10000GB",
  repaired: "rabbitmqctl set_disk_free_limit 512MB",
  make: async (victims) => {
    await docker("set the queue's limit", limit(victims, "10000GB"));
  },
  repair: async (victims) => {
    await docker("set the queue's limit", limit(victims, "512MB"), uninterrupted);
  },
};

function limit(victims: readonly ServerContainer[], size: string): string[] {
  return ["exec", first(victims), "rabbitmqctl", "-q", "set_disk_free_limit", size];
}
