import type { Container, Engine } from "./engine.ts";
import { readStats, type Stats } from "./stats.ts";

const AT_ONCE = 8;
const FRESH_MILLISECONDS = 4000;

/** The figures of the containers that run, asked for at most every four seconds, eight at once. */
export class StatsCache {
  private known: Promise<ReadonlyMap<string, Stats>> = Promise.resolve(new Map());
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly engine: Pick<Engine, "stats">) {}

  /** By the container's name; one that gives no figures is left out. */
  read(containers: readonly Container[]): Promise<ReadonlyMap<string, Stats>> {
    if (performance.now() - this.askedAt < FRESH_MILLISECONDS) return this.known;
    this.askedAt = performance.now();
    this.known = this.ask(containers.filter(({ state }) => state === "running"));
    return this.known;
  }

  private async ask(containers: readonly Container[]): Promise<ReadonlyMap<string, Stats>> {
    const left = [...containers];
    const found = new Map<string, Stats>();
    const work = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const answer = await this.engine.stats(next.name).catch(() => ({}));
        const stats = readStats(answer);
        if (stats) found.set(next.name, stats);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  }
}
