import type { Log } from "../../../../programs/log.ts";
import { Obstacle } from "../obstacle.ts";

/** A polling loop whose pauses can be interrupted. */
export class Rounds {
  private isStopped = false;
  private isWoken = false;
  private endPause?: () => void;

  /**
   * @param what names the work in the log: "relay orders"
   * @param round returns true to start the next round without a pause
   */
  constructor(
    private readonly what: string,
    private readonly intervalMs: number,
    private readonly log: Log,
    private readonly round: () => Promise<boolean>,
  ) {}

  start(): void {
    this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.endPause?.();
  }

  /** Starts the next round at once. */
  wake(): void {
    this.isWoken = true;
    this.endPause?.();
  }

  private async run(): Promise<void> {
    const obstacle = new Obstacle((reason) =>
      this.log.write({ message: `could not ${this.what}`, reason }),
    );
    while (!this.isStopped) {
      this.isWoken = false;
      try {
        const hasMore = await this.round();
        obstacle.gone();
        if (hasMore) continue;
      } catch (error) {
        obstacle.met((error as Error).message);
        this.isWoken = false;
      }
      if (!this.isWoken && !this.isStopped) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.intervalMs);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = undefined;
  }
}
