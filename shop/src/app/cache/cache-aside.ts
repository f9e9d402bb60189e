import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Step } from "../../observing/step.ts";
import type { Task } from "../task.ts";
import type { CacheConnection } from "./connection.ts";
import type { CacheResult, Counters } from "./counters.ts";
import { Behind } from "./current-reads.ts";
import { generationKey, lockKey, valueKey, versionKey } from "./keys.ts";
import type { Versions } from "./versions.ts";

/** How long one server may ask the database, and how long the others wait for what it keeps. */
const lockMilliseconds = 2000;
const patienceMilliseconds = 1500;
/** A version that is lost costs one read of each value. */
const versionMilliseconds = 24 * 3600 * 1000;
const pauseMilliseconds = 20;

/** What is read through the cache. */
export interface Item<T> {
  /** What it is read for. */
  readonly task: Task;
  readonly name: string;
  /** What it belongs to: it is no longer good once that has changed. */
  readonly scope: string;
  /** Asks the database: a server that may be a moment behind, or only one that has every change. */
  readonly load: (from: "any" | "current") => Promise<T>;
  /** Whether what was found in the cache is such a value. */
  readonly accepts: (value: unknown) => value is T;
}

interface Answer<T> {
  readonly value: T;
  readonly result: CacheResult;
}

export interface CacheAsideOptions {
  readonly cache: Pick<CacheConnection, "read" | "keep" | "add" | "remove" | "write">;
  readonly versions: Versions;
  readonly counters: Counters;
  /** How long a value is kept at the most. */
  readonly seconds: number;
}

/**
 * Reads through the cache, and asks the database for what is not there, once at a time: in this
 * process all wait for the first who asked, on other servers for the one that holds a lock. Without
 * the cache the database is asked.
 */
export class CacheAside {
  private readonly underway = new Map<string, Promise<Answer<unknown>>>();

  constructor(private readonly options: CacheAsideOptions) {}

  async get<T>(item: Item<T>): Promise<Answer<T>> {
    // who asks after a change must not be told what was read before
    const name = `${this.options.versions.changes} ${item.name}`;
    for (;;) {
      const other = this.underway.get(name) as Promise<Answer<T>> | undefined;
      if (other === undefined) return this.count(await this.begin(name, item));
      try {
        return this.count(await other);
      } catch (error) {
        // who asked first may have had less time
        if (performance.now() >= item.task.deadline) throw error;
      }
    }
  }

  private begin<T>(name: string, item: Item<T>): Promise<Answer<T>> {
    const answer = this.answer(item).finally(() => this.underway.delete(name));
    this.underway.set(name, answer);
    return answer;
  }

  private async answer<T>(item: Item<T>): Promise<Answer<T>> {
    const { versions } = this.options;
    if (!versions.areTrusted) return { value: await this.load(item, "any"), result: "bypass" };

    const found = await this.look(item).catch(() => this.failed());
    if (found === undefined) return { value: await this.load(item, "any"), result: "bypass" };
    if ("value" in found) return { value: found.value, result: "hit" };

    try {
      const value = await this.load(item, "current");
      await this.keep(item, found.stamp, value);
      return { value, result: "miss" };
    } catch (error) {
      if (!(error instanceof Behind)) throw error;
      return { value: await this.load(item, "any"), result: "miss" };
    } finally {
      if (found.lock !== undefined) {
        await this.options.cache.remove(found.lock, item.task.step).catch(() => this.failed());
      }
    }
  }

  /** The value, or what it must be stamped with to be kept, and the lock if this server has it. */
  private async look<T>(item: Item<T>): Promise<{ value: T } | { stamp: string; lock?: string }> {
    let found = await this.read(item);
    if ("value" in found) return found;
    // nobody waits for a value that is no longer good by then
    const lock = lockKey(`${item.name}:${found.stamp}`);
    if (await this.options.cache.add(lock, "", lockMilliseconds, item.task.step))
      return { ...found, lock };

    const end = performance.now() + patienceMilliseconds;
    while (performance.now() < end) {
      await sleep(pauseMilliseconds);
      found = await this.read(item);
      if ("value" in found) return found;
    }
    return found;
  }

  private async read<T>({
    name,
    scope,
    accepts,
    task: { step },
  }: Item<T>): Promise<{ readonly value: T } | { readonly stamp: string }> {
    const { cache, versions } = this.options;
    const keys = [generationKey, versionKey(scope), valueKey(name)];
    const [generation, version, text] = await cache.read(keys, step);
    if (!generation) {
      versions.renew();
      throw new Error("the generation was lost");
    }

    const stamp = `${generation} ${version || (await this.newVersion(scope, step))}`;
    const kept = parse(text);
    return kept?.stamp === stamp && accepts(kept.value) ? { value: kept.value } : { stamp };
  }

  /** Another server may do the same at that moment: there is one version then. */
  private async newVersion(scope: string, step: Step | undefined): Promise<string> {
    const { cache } = this.options;
    const key = versionKey(scope);
    const version = randomUUID();
    if (await cache.add(key, version, versionMilliseconds, step)) return version;
    const [other] = await cache.read([key], step);
    if (!other) await cache.write({ [key]: version });
    return other || version;
  }

  private async keep<T>({ name, task }: Item<T>, stamp: string, value: T): Promise<void> {
    const { cache, seconds } = this.options;
    // not all that was read at once is read again at once
    const milliseconds = Math.ceil(seconds * 1000 * (0.8 + 0.2 * Math.random()));
    const text = JSON.stringify({ stamp, value });
    await cache.keep(valueKey(name), text, milliseconds, task.step).catch(() => this.failed());
  }

  private load<T>({ load }: Item<T>, from: "any" | "current"): Promise<T> {
    this.options.counters.loads++;
    return load(from);
  }

  private count<T>(answer: Answer<T>): Answer<T> {
    this.options.counters[answer.result]++;
    return answer;
  }

  private failed(): undefined {
    this.options.counters.errors++;
    return undefined;
  }
}

/** What a text in the cache says, if it says anything. */
function parse(text: string | null | undefined): { stamp?: unknown; value?: unknown } | undefined {
  try {
    return JSON.parse(text ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
