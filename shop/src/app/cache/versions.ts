import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { CacheConnection } from "./connection.ts";
import { GENERATION_KEY, versionKey } from "./keys.ts";

const RETRY_DELAY_MS = 500;

/**
 * Invalidates cached values. A value carries the versions that were in the cache before it was read
 * from the database, and is valid only while the cache has the same versions. An evicted version
 * invalidates its values.
 *
 * Each app server replaces the versions of what changed, in the cache that it reads from. Where it
 * may have missed a change, it invalidates everything with a new generation: after it did not
 * listen for a while, and with each new connection, which may have reached another cache.
 */
export class Versions {
  /** Number of invalidations by this process. */
  changes = 0;
  private trusted = false;
  private isListening = false;
  private generations = 0;

  constructor(private readonly cache: Pick<CacheConnection, "setMany">) {}

  /** Whether cached values may be used. */
  get areTrusted(): boolean {
    return this.trusted;
  }

  /** Whether change notifications arrive: without them no cached value is trusted. */
  setListening(isListening: boolean): void {
    this.isListening = isListening;
    this.invalidateAll();
  }

  /** Invalidates all values. None is trusted until the cache has the new generation. */
  invalidateAll(): void {
    this.trusted = false;
    this.changes++;
    void this.startGeneration(++this.generations);
  }

  /** Invalidates the values of these scopes. */
  async invalidate(scopes: readonly string[]): Promise<void> {
    this.changes++;
    const versions = scopes.map((scope) => [versionKey(scope), randomUUID()]);
    // commands on one connection are executed in order: later reads see the new versions
    await this.cache.setMany(Object.fromEntries(versions)).catch(() => this.invalidateAll());
  }

  private async startGeneration(generation: number): Promise<void> {
    while (this.isListening && !this.trusted && this.generations === generation) {
      try {
        await this.cache.setMany({ [GENERATION_KEY]: randomUUID() });
        this.trusted = this.isListening && this.generations === generation;
      } catch {
        await sleep(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  }
}
