import type { LiveArchitecture, ObservedArchitecture } from "../../model/architecture.ts";
import type { IArchitectureSource } from "./source.ts";

/** What runs at the moment, asked of the collector once a second at most, however many look. */
export class CollectedArchitecture implements IArchitectureSource {
  readonly isLive = true;
  private round?: Promise<ObservedArchitecture>;
  private roundStartedAt = Number.NEGATIVE_INFINITY;

  constructor(
    /** Where the collector tells it: `http://collector:9100/architecture`. */
    private readonly url: string,
    /** Groups whose machines only observe. */
    private readonly observers: readonly string[],
    private readonly periodMilliseconds = 900,
  ) {}

  get(): Promise<ObservedArchitecture> {
    const now = performance.now();
    if (!this.round || now - this.roundStartedAt >= this.periodMilliseconds) {
      this.roundStartedAt = now;
      this.round = this.ask();
    }
    return this.round;
  }

  private async ask(): Promise<ObservedArchitecture> {
    const response = await fetch(this.url, { signal: AbortSignal.timeout(3000) }).catch(() => {
      throw new Error("the collector does not answer");
    });
    const answer = (await response.json().catch(() => ({}))) as Partial<LiveArchitecture>;
    if (response.ok && answer.machines) {
      return { ...(answer as LiveArchitecture), observers: this.observers };
    }
    const { error = `status ${response.status}` } = answer as { error?: string };
    throw new Error(`the collector does not know what runs: ${error}`);
  }
}
