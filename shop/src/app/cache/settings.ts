import type { CacheAddress } from "./connection.ts";

/** Address and time to live of the cache. */
export interface CacheSettings {
  readonly address: CacheAddress;
  /** Time to live of cached values. */
  readonly ttlSeconds: number;
}

const URL_FORMAT = /^redis:\/\/([\w-]+)(?::([^@/]*))?@([\w.-]+)(?::(\d{1,5}))?$/;
const SECONDS_FORMAT = /^[1-9]\d{0,4}$/;

/** Reads `CACHE_URL` (`redis://user:password@host:6379`) and `CACHE_SECONDS` (default 60). */
export function readCache(env: NodeJS.ProcessEnv): CacheSettings | undefined {
  const { CACHE_URL: text } = env;
  if (text === undefined || text === "") return undefined;

  const [, user, password, host, port] = URL_FORMAT.exec(text) ?? [];
  if (user === undefined || host === undefined) {
    throw new Error("CACHE_URL must look like redis://user:password@host:6379");
  }
  const seconds = env.CACHE_SECONDS || "60";
  if (!SECONDS_FORMAT.test(seconds)) {
    throw new Error(`CACHE_SECONDS must be a whole number from 1 to 99999, got "${seconds}"`);
  }
  return {
    address: { user, host, port: Number(port ?? 6379), password },
    ttlSeconds: Number(seconds),
  };
}
