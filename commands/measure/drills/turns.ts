import { setTimeout as sleep } from "node:timers/promises";
import { docker } from "../../lib/docker.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import type { Way } from "./fault.ts";
import { freeze, thaw, uninterrupted } from "./ways.ts";

/** How long each turn lasts. */
interface Lengths {
  readonly frozenMs: number;
  readonly runningMs: number;
}

/** What happens to the servers in a turn, without an interruption, and at the end. */
export type Act = "pause" | "unpause" | "repair";

async function onEngine(act: Act, victims: readonly ServerContainer[]): Promise<void> {
  if (act === "repair") return freeze.repair(victims);
  const containers = victims.map(({ container }) => container);
  if (act === "unpause") for (const container of containers) await thaw(container);
  else await docker("freeze the server", ["pause", ...containers], uninterrupted);
}

/**
 * A slow machine: it is frozen for three seconds, runs for half a second, in which it answers what has
 * arrived, and so on in turns. So it answers after up to three seconds, whatever runs on it.
 */
export class Turns implements Way {
  readonly made = "docker pause for 3 s, docker unpause for 0.5 s, in turns";
  readonly repaired = "docker unpause";
  private turns?: { readonly over: AbortController; readonly taken: Promise<void> };

  constructor(
    private readonly lengths: Lengths = { frozenMs: 3000, runningMs: 500 },
    private readonly act = onEngine,
  ) {}

  async make(victims: readonly ServerContainer[]): Promise<void> {
    const over = new AbortController();
    await this.act("pause", victims);
    const taken = this.take(victims, over.signal);
    // the repair reports an error
    taken.catch(() => {});
    this.turns = { over, taken };
  }

  async repair(victims: readonly ServerContainer[]): Promise<void> {
    const { turns } = this;
    this.turns = undefined;
    turns?.over.abort();
    try {
      await turns?.taken;
    } finally {
      await this.act("repair", victims);
    }
  }

  private async take(victims: readonly ServerContainer[], over: AbortSignal): Promise<void> {
    const { frozenMs, runningMs } = this.lengths;
    while (await passes(frozenMs, over)) {
      await this.act("unpause", victims);
      if (!(await passes(runningMs, over))) return;
      await this.act("pause", victims);
    }
  }
}

/** Whether a time passes before it is over. */
function passes(milliseconds: number, over: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal: over }).catch(() => false);
}
