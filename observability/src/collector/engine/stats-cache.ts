import { setTimeout as sleep } from "node:timers/promises";
import type { Container, Engine } from "./engine.ts";
import { readStats, type Stats } from "./stats.ts";

/** A little less than three scrape intervals: each third scrape refreshes the statistics. */
export const STATS_INTERVAL_MS = 14_000;
/** A little less than the scrape interval of the live page's Prometheus. */
export const LIVE_STATS_INTERVAL_MS = 1800;
/** Less than the scrape timeout: a slow Docker API must not fail the scrape of all other metrics. */
const TIMEOUT_MS = 2500;

/**
 * The statistics of the running containers. A request for statistics wakes a Docker process for each
 * container, so they are refreshed at most once in an interval. All containers are requested at once:
 * Docker gathers statistics once a second, for all pending requests together.
 */
export class StatsCache {
  private known: ReadonlyMap<string, Stats> = new Map();
  private refreshing?: Promise<void>;
  private refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly engine: Pick<Engine, "stats">,
    private readonly timeoutMs = TIMEOUT_MS,
    private readonly intervalMs = () => STATS_INTERVAL_MS,
  ) {}

  /**
   * Returns the statistics by container name, without those of stopped containers. If Docker is slow,
   * they are from the previous request.
   */
  async read(containers: readonly Container[]): Promise<ReadonlyMap<string, Stats>> {
    if (!this.refreshing && performance.now() - this.refreshedAt >= this.intervalMs()) {
      this.refreshedAt = performance.now();
      this.refreshing = this.refresh(containers.filter(({ state }) => state === "running"));
    }
    const timeout = sleep(this.timeoutMs, undefined, { ref: false });
    await Promise.race([this.refreshing, timeout]);
    return this.known;
  }

  private async refresh(containers: readonly Container[]): Promise<void> {
    const found = new Map<string, Stats>();
    const all = containers.map(async ({ name }) => {
      const answer = await this.engine.stats(name).catch(() => ({}));
      const stats = readStats(answer);
      if (stats) found.set(name, stats);
    });
    await Promise.all(all);
    this.known = found;
    this.refreshing = undefined;
  }
}
