import { setTimeout as sleep } from "node:timers/promises";
import type { Container, Engine } from "./engine.ts";
import { readStats, type Stats } from "./stats.ts";

/** A little less than each third scrape. */
export const FRESH_MILLISECONDS = 14_000;
/** A little less than each scrape of the live page's Prometheus. */
export const PROMPT_MILLISECONDS = 1800;
/** Less than Prometheus waits: a slow engine must not hide what else is told. */
const PATIENCE_MILLISECONDS = 2500;

/**
 * The figures of the containers that run, asked for at most every 14 seconds (each third time that
 * Prometheus asks) unless others are named, since the engine wakes a process for each, and all at once: it gathers them once a
 * second, for whoever asks by then.
 */
export class StatsCache {
  private known: ReadonlyMap<string, Stats> = new Map();
  private asking?: Promise<void>;
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly engine: Pick<Engine, "stats">,
    private readonly patienceMilliseconds = PATIENCE_MILLISECONDS,
    private readonly freshMilliseconds = () => FRESH_MILLISECONDS,
  ) {}

  /** By the container's name; one that gives no figures is left out. Old ones where the engine is slow. */
  async read(containers: readonly Container[]): Promise<ReadonlyMap<string, Stats>> {
    if (!this.asking && performance.now() - this.askedAt >= this.freshMilliseconds()) {
      this.askedAt = performance.now();
      this.asking = this.ask(containers.filter(({ state }) => state === "running"));
    }
    const patience = sleep(this.patienceMilliseconds, undefined, { ref: false });
    await Promise.race([this.asking, patience]);
    return this.known;
  }

  private async ask(containers: readonly Container[]): Promise<void> {
    const found = new Map<string, Stats>();
    const all = containers.map(async ({ name }) => {
      const answer = await this.engine.stats(name).catch(() => ({}));
      const stats = readStats(answer);
      if (stats) found.set(name, stats);
    });
    await Promise.all(all);
    this.known = found;
    this.asking = undefined;
  }
}
