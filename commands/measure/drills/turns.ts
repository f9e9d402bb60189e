import { setTimeout as sleep } from "node:timers/promises";
import type { ServerContainer } from "../../lib/server-containers.ts";
import type { Way } from "./fault.ts";
import { freeze, pause } from "./ways.ts";

/** How long each turn lasts. */
interface Lengths {
  readonly frozenMs: number;
  readonly runningMs: number;
}

/** How a server is frozen, and thawed if it is frozen; neither is interrupted. */
interface Freezing {
  freeze(victims: readonly ServerContainer[]): Promise<void>;
  thaw(victims: readonly ServerContainer[]): Promise<void>;
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
    private readonly freezing: Freezing = { freeze: pause, thaw: freeze.repair },
  ) {}

  async make(victims: readonly ServerContainer[]): Promise<void> {
    const over = new AbortController();
    await this.freezing.freeze(victims);
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
      await this.freezing.thaw(victims);
    }
  }

  private async take(victims: readonly ServerContainer[], over: AbortSignal): Promise<void> {
    const { frozenMs, runningMs } = this.lengths;
    while (await passes(frozenMs, over)) {
      await this.freezing.thaw(victims);
      if (!(await passes(runningMs, over))) return;
      await this.freezing.freeze(victims);
    }
  }
}

/** Whether a time passes before it is over. */
function passes(milliseconds: number, over: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal: over }).catch(() => false);
}
