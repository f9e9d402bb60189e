import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Span } from "../../observing/span.ts";
import type { Task } from "../task.ts";
import type { CacheConnection } from "./connection.ts";
import type { CacheResult, Counters } from "./counters.ts";
import { StaleRead } from "./current-reads.ts";
import { GENERATION_KEY, lockKey, valueKey, versionKey } from "./keys.ts";
import type { Versions } from "./versions.ts";

/** Expiry of the lock under which one app server reads a value from the database. */
const LOCK_TTL_MS = 2000;
/** How long the other app servers wait for that value. */
const LOCK_WAIT_MS = 1500;
const POLL_INTERVAL_MS = 20;
/** An expired version causes one cache miss for each value that carries it. */
const VERSION_TTL_MS = 24 * 3600 * 1000;

/** A value to read through the cache. */
export interface Item<T> {
  /** The work that needs it. */
  readonly task: Task;
  readonly name: string;
  /** A change in this scope invalidates the value. */
  readonly scope: string;
  /** Reads it from the database: from any server, which may lag, or only from a current one. */
  readonly load: (from: "any" | "current") => Promise<T>;
  /** Whether a value from the cache has the expected type. */
  readonly isValid: (value: unknown) => value is T;
}

interface CacheRead<T> {
  readonly value: T;
  readonly result: CacheResult;
}

export interface CacheAsideOptions {
  readonly cache: Pick<CacheConnection, "getMany" | "set" | "setIfAbsent" | "delete" | "setMany">;
  readonly versions: Versions;
  readonly counters: Counters;
  /** Time to live of a value. */
  readonly ttlSeconds: number;
}

/**
 * The cache-aside pattern, without a stampede on a cache miss: of concurrent reads only one goes to
 * the database. The others wait for it, in this process on its promise, on other app servers on a
 * lock in the cache. While the cache is unavailable, each process reads from the database.
 */
export class CacheAside {
  private readonly inFlight = new Map<string, Promise<CacheRead<unknown>>>();

  constructor(private readonly options: CacheAsideOptions) {}

  async get<T>(item: Item<T>): Promise<CacheRead<T>> {
    // a read that starts after a change must not share one that started before it
    const name = `${this.options.versions.changes} ${item.name}`;
    for (;;) {
      const other = this.inFlight.get(name) as Promise<CacheRead<T>> | undefined;
      if (other === undefined) return this.count(await this.start(name, item));
      try {
        return this.count(await other);
      } catch (error) {
        // the other read may have had an earlier deadline
        if (performance.now() >= item.task.deadline) throw error;
      }
    }
  }

  private start<T>(name: string, item: Item<T>): Promise<CacheRead<T>> {
    const read = this.readThrough(item).finally(() => this.inFlight.delete(name));
    this.inFlight.set(name, read);
    return read;
  }

  private async readThrough<T>(item: Item<T>): Promise<CacheRead<T>> {
    const { versions } = this.options;
    if (!versions.areTrusted) return { value: await this.load(item, "any"), result: "bypass" };

    const found = await this.lookUp(item).catch(() => this.countError());
    if (found === undefined) return { value: await this.load(item, "any"), result: "bypass" };
    if ("value" in found) return { value: found.value, result: "hit" };

    try {
      const value = await this.load(item, "current");
      await this.store(item, found.stamp, value);
      return { value, result: "miss" };
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
      return { value: await this.load(item, "any"), result: "miss" };
    } finally {
      if (found.lock !== undefined) {
        await this.options.cache.delete(found.lock, item.task.span).catch(() => this.countError());
      }
    }
  }

  /** The cached value; on a miss the stamp for a new one, and the lock if this server holds it. */
  private async lookUp<T>(item: Item<T>): Promise<{ value: T } | { stamp: string; lock?: string }> {
    let found = await this.readCached(item);
    if ("value" in found) return found;
    // with the stamp in its key, nobody waits for a value that a change has invalidated
    const lock = lockKey(`${item.name}:${found.stamp}`);
    if (await this.options.cache.setIfAbsent(lock, "", LOCK_TTL_MS, item.task.span))
      return { ...found, lock };

    const end = performance.now() + LOCK_WAIT_MS;
    while (performance.now() < end) {
      await sleep(POLL_INTERVAL_MS);
      found = await this.readCached(item);
      if ("value" in found) return found;
    }
    return found;
  }

  private async readCached<T>({
    name,
    scope,
    isValid,
    task: { span },
  }: Item<T>): Promise<{ readonly value: T } | { readonly stamp: string }> {
    const { cache, versions } = this.options;
    const keys = [GENERATION_KEY, versionKey(scope), valueKey(name)];
    const [generation, version, text] = await cache.getMany(keys, span);
    if (!generation) {
      versions.invalidateAll();
      throw new Error("the cache has no generation");
    }

    const stamp = `${generation} ${version || (await this.createVersion(scope, span))}`;
    const cached = parse(text);
    return cached?.stamp === stamp && isValid(cached.value) ? { value: cached.value } : { stamp };
  }

  /** If another server creates one at the same moment, both return the same version. */
  private async createVersion(scope: string, span: Span | undefined): Promise<string> {
    const { cache } = this.options;
    const key = versionKey(scope);
    const version = randomUUID();
    if (await cache.setIfAbsent(key, version, VERSION_TTL_MS, span)) return version;
    const [other] = await cache.getMany([key], span);
    if (!other) await cache.setMany({ [key]: version });
    return other || version;
  }

  private async store<T>({ name, task }: Item<T>, stamp: string, value: T): Promise<void> {
    const { cache, ttlSeconds } = this.options;
    // jitter: values that were cached together do not expire together
    const ttlMs = Math.ceil(ttlSeconds * 1000 * (0.8 + 0.2 * Math.random()));
    const text = JSON.stringify({ stamp, value });
    await cache.set(valueKey(name), text, ttlMs, task.span).catch(() => this.countError());
  }

  private load<T>({ load }: Item<T>, from: "any" | "current"): Promise<T> {
    this.options.counters.loads++;
    return load(from);
  }

  private count<T>(read: CacheRead<T>): CacheRead<T> {
    this.options.counters[read.result]++;
    return read;
  }

  private countError(): undefined {
    this.options.counters.errors++;
    return undefined;
  }
}

/** An entry of the cache; undefined if it is missing or not readable. */
function parse(text: string | null | undefined): { stamp?: unknown; value?: unknown } | undefined {
  try {
    return JSON.parse(text ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
