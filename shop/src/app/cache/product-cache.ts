import { Catalogue, type ProductReads } from "../catalogue.ts";
import type { Migration } from "../database/migrate.ts";
import type { Reads } from "../database/reads.ts";
import type { Database } from "../database/target.ts";
import type { Log } from "../logging.ts";
import { CacheAside } from "./cache-aside.ts";
import { CachedCatalogue } from "./cached-catalogue.ts";
import { type CacheAddress, CacheConnection } from "./connection.ts";
import { Counters } from "./counters.ts";
import { CurrentReads } from "./current-reads.ts";
import { everything, ofCategory, ofProduct } from "./keys.ts";
import { type ProductChange, ProductChanges } from "./product-changes.ts";
import { Versions } from "./versions.ts";

const reportMilliseconds = 60_000;

export interface ProductCacheOptions {
  readonly address: CacheAddress;
  /** How long what was read is kept at the most. */
  readonly seconds: number;
  /** Where changes of products are told. */
  readonly database: Database;
  readonly migrations: readonly Migration[];
  readonly reads: Reads;
  readonly log: Log;
}

/** The catalogue with a cache before it. */
export interface ProductCache {
  readonly catalogue: ProductReads;
  readonly counters: Counters;
  stop(): void;
}

/** Connects to the cache and listens for changes; returns at once, and needs neither to serve. */
export function startProductCache(options: ProductCacheOptions): ProductCache {
  const { address, seconds, database, migrations, reads, log } = options;
  const counters = new Counters();
  const cache: CacheConnection = new CacheConnection({
    address,
    onConnect: () => versions.renew(),
    onChange: (state) => log.write({ message: `cache ${state}` }),
  });
  const versions = new Versions(cache);
  const changes = new ProductChanges({
    database,
    migrations,
    onChange: (change) => {
      if (change === undefined) versions.renew();
      else void versions.replace(scopesOf(change));
    },
    onListening: (isListening, reason) => {
      versions.told(isListening);
      const message = `changes of products are ${isListening ? "told" : "not told"}`;
      log.write({ message, reason });
    },
  });
  changes.start();

  const report = () => log.write({ message: "cache since the start", ...counters });
  const timer = setInterval(report, reportMilliseconds).unref();
  return {
    catalogue: new CachedCatalogue(
      new CacheAside({ cache, versions, counters, seconds }),
      new Catalogue(reads),
      new Catalogue(new CurrentReads(reads, changes)),
    ),
    counters,
    stop: () => {
      clearInterval(timer);
      changes.stop();
      cache.stop();
    },
  };
}

function scopesOf({ ids, categories }: ProductChange): string[] {
  return [everything, ...ids.map(ofProduct), ...categories.map(ofCategory)];
}
