import type { LiveArchitecture, ObservedArchitecture } from "../../model/architecture.ts";
import type { IArchitectureSource } from "./source.ts";

/** The running architecture, fetched from the collector at most once a second for all viewers. */
export class CollectedArchitecture implements IArchitectureSource {
  readonly isLive = true;
  private latest?: Promise<ObservedArchitecture>;
  private fetchedAt = Number.NEGATIVE_INFINITY;

  constructor(
    /** The collector's endpoint: `http://collector:9100/architecture`. */
    private readonly url: string,
    /** Groups of machines that only observe the others. */
    private readonly observers: readonly string[],
    private readonly periodMs = 900,
  ) {}

  get(): Promise<ObservedArchitecture> {
    const now = performance.now();
    if (!this.latest || now - this.fetchedAt >= this.periodMs) {
      this.fetchedAt = now;
      this.latest = this.load();
    }
    return this.latest;
  }

  private async load(): Promise<ObservedArchitecture> {
    const response = await fetch(this.url, { signal: AbortSignal.timeout(3000) }).catch(() => {
      throw new Error("the collector does not answer");
    });
    const answer = (await response.json().catch(() => ({}))) as Partial<LiveArchitecture>;
    if (response.ok && answer.machines) {
      return { ...(answer as LiveArchitecture), observers: this.observers };
    }
    const { error = `status ${response.status}` } = answer as { error?: string };
    throw new Error(`the collector cannot report the running servers: ${error}`);
  }
}
