/** Cache hit, cache miss, or bypass: read from the database without the cache. */
export type CacheResult = "hit" | "miss" | "bypass";

/** Cache statistics since the process started. */
export class Counters {
  hit = 0;
  miss = 0;
  /** Reads without the cache: it was unavailable, or its versions were not trusted. */
  bypass = 0;
  /** Failed commands. */
  errors = 0;
  /** Reads from the database. */
  loads = 0;
}
