import type { Log } from "../logging.ts";
import { Obstacle } from "../obstacle.ts";

/** Does the same thing again and again, with pauses that can be cut short. */
export class Rounds {
  private isStopped = false;
  private isWoken = false;
  private endPause?: () => void;

  /**
   * @param what for the log: "relay orders"
   * @param round gives whether there may be more to do at once
   */
  constructor(
    private readonly what: string,
    private readonly pauseMilliseconds: number,
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
        const isMore = await this.round();
        obstacle.gone();
        if (isMore) continue;
      } catch (error) {
        obstacle.met((error as Error).message);
        this.isWoken = false;
      }
      if (!this.isWoken && !this.isStopped) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pauseMilliseconds);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = undefined;
  }
}
