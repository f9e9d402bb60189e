import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { CacheConnection } from "./connection.ts";
import { generationKey, versionKey } from "./keys.ts";

const pauseMilliseconds = 500;

/**
 * What tells a cached value that is still good from one that is not: it carries the versions that
 * were in the cache before it was read from the database, and is good only while they are there.
 * They may be lost, as anything in a cache: values that carry them are lost with them.
 *
 * Each app server replaces the versions of what it is told has changed, in the cache that it reads
 * from. Where it may have missed something, it begins a new generation: after a time in which it was
 * told nothing, and with each new connection, which may lead to another cache.
 */
export class Versions {
  /** Counts what this server knows to have changed. */
  changes = 0;
  private trusted = false;
  private isTold = false;
  private renewals = 0;

  constructor(private readonly cache: Pick<CacheConnection, "write">) {}

  /** Whether values in the cache can be relied on. */
  get areTrusted(): boolean {
    return this.trusted;
  }

  /** Changes are told from now on, or no longer. */
  told(isTold: boolean): void {
    this.isTold = isTold;
    this.renew();
  }

  /** Nothing is relied on until a new generation has begun. */
  renew(): void {
    this.trusted = false;
    this.changes++;
    void this.begin(++this.renewals);
  }

  /** Values of those scopes are no longer good. */
  async replace(scopes: readonly string[]): Promise<void> {
    this.changes++;
    const versions = scopes.map((scope) => [versionKey(scope), randomUUID()]);
    // on one connection commands keep their order: what is read from now on is read after this
    await this.cache.write(Object.fromEntries(versions)).catch(() => this.renew());
  }

  private async begin(renewal: number): Promise<void> {
    while (this.isTold && !this.trusted && this.renewals === renewal) {
      try {
        await this.cache.write({ [generationKey]: randomUUID() });
        this.trusted = this.isTold && this.renewals === renewal;
      } catch {
        await sleep(pauseMilliseconds, undefined, { ref: false });
      }
    }
  }
}
