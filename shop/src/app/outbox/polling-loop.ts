import type { Log } from "../../../../programs/log.ts";
import { RetryReporter } from "../retry-reporter.ts";

/** A polling loop whose pauses can be interrupted. */
export class PollingLoop {
  private isStopped = false;
  private isWoken = false;
  private endPause?: () => void;

  /**
   * @param task names the work in the log: "relay orders"
   * @param poll returns true to poll again without a pause
   */
  constructor(
    private readonly task: string,
    private readonly intervalMs: number,
    private readonly log: Log,
    private readonly poll: () => Promise<boolean>,
  ) {}

  start(): void {
    this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.endPause?.();
  }

  /** Polls at once. */
  wake(): void {
    this.isWoken = true;
    this.endPause?.();
  }

  private async run(): Promise<void> {
    const retries = new RetryReporter((reason) =>
      this.log.write({ message: `could not ${this.task}`, reason }),
    );
    while (!this.isStopped) {
      this.isWoken = false;
      try {
        const hasMore = await this.poll();
        retries.succeeded();
        if (hasMore) continue;
      } catch (error) {
        retries.failed((error as Error).message);
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
