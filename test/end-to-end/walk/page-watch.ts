import { setTimeout as sleep } from "node:timers/promises";
import type { LiveArchitecture, Phase } from "../../../observability/src/model/architecture.ts";

/** What a class sees on the live page beside the shop: servers, and how they were. */
export class PageWatch {
  private readonly seen = new Set<string>();
  private isOver = false;
  private readonly looking: Promise<void>;

  /** @param url of the page */
  constructor(url: string) {
    this.looking = this.look(`${url}/api/architecture`);
  }

  /** The servers that were in a phase at some moment, in the order of their names. */
  serversSeen(phase: Phase): string[] {
    const ending = ` ${phase}`;
    const names = [...this.seen].filter((each) => each.endsWith(ending));
    return names.map((each) => each.slice(0, -ending.length)).sort();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  private async look(url: string): Promise<void> {
    while (!this.isOver) {
      // The page comes with the first chapter, and is asked while the machine is busy.
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.ok) {
        const { containers = {} } = (await answer.json()) as Partial<LiveArchitecture>;
        for (const { server, phase } of Object.values(containers)) {
          this.seen.add(`${server} ${phase}`);
        }
      }
      await sleep(300);
    }
  }
}
