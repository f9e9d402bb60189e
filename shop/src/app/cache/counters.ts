/** How a read was answered: from the cache, by the database, or by the database without a question. */
export type CacheResult = "hit" | "miss" | "bypass";

/** What the cache was good for since the server started. */
export class Counters {
  hit = 0;
  miss = 0;
  /** The cache was not asked, or did not answer. */
  bypass = 0;
  /** Commands that failed. */
  errors = 0;
  /** Reads for which the database was asked. */
  loads = 0;
}
