import type { Log } from "../../../../programs/log.ts";
import { Catalogue, type ProductReads } from "../catalogue.ts";
import type { Migration } from "../database/migrate.ts";
import type { Reads } from "../database/reads.ts";
import type { Database } from "../database/target.ts";
import { CacheAside } from "./cache-aside.ts";
import { CachedCatalogue } from "./cached-catalogue.ts";
import { type CacheAddress, CacheConnection } from "./connection.ts";
import { Counters } from "./counters.ts";
import { CurrentReads } from "./current-reads.ts";
import { ALL_PRODUCTS, categoryScope, productScope } from "./keys.ts";
import { type ProductChange, ProductChanges } from "./product-changes.ts";
import { Versions } from "./versions.ts";

const REPORT_INTERVAL_MS = 60_000;

export interface ProductCacheOptions {
  readonly address: CacheAddress;
  /** Time to live of cached values. */
  readonly ttlSeconds: number;
  /** Where product changes are notified. */
  readonly database: Database;
  readonly migrations: readonly Migration[];
  readonly reads: Reads;
  readonly log: Log;
}

/** The catalogue behind its cache. */
export interface ProductCache {
  readonly catalogue: ProductReads;
  readonly counters: Counters;
  stop(): void;
}

/** Connects to the cache and listens for product changes in the background. */
export function startProductCache(options: ProductCacheOptions): ProductCache {
  const { address, ttlSeconds, database, migrations, reads, log } = options;
  const counters = new Counters();
  const cache: CacheConnection = new CacheConnection({
    address,
    onConnect: () => versions.invalidateAll(),
    onBreakerChange: (state) => log.write({ message: `cache circuit breaker ${state}` }),
  });
  const versions = new Versions(cache);
  const changes = new ProductChanges({
    database,
    migrations,
    onChange: (change) => {
      if (change === undefined) versions.invalidateAll();
      else void versions.invalidate(scopesOf(change));
    },
    onListening: (isListening, reason) => {
      versions.setListening(isListening);
      const message = `${isListening ? "listening" : "not listening"} for product changes`;
      log.write({ message, reason });
    },
  });
  changes.start();

  const report = () => log.write({ message: "cache statistics since the start", ...counters });
  const timer = setInterval(report, REPORT_INTERVAL_MS).unref();
  return {
    catalogue: new CachedCatalogue(
      new CacheAside({ cache, versions, counters, ttlSeconds }),
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
  return [ALL_PRODUCTS, ...ids.map(productScope), ...categories.map(categoryScope)];
}
