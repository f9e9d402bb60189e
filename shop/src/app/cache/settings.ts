import type { CacheAddress } from "./connection.ts";

/** Where the cache is and how it is used. */
export interface CacheSettings {
  readonly address: CacheAddress;
  /** How long what was read is kept at the most. */
  readonly seconds: number;
}

const url = /^redis:\/\/([\w-]+)(?::([^@/]*))?@([\w.-]+)(?::(\d{1,5}))?$/;
const seconds = /^[1-9]\d{0,4}$/;

/** Reads `CACHE_URL` (`redis://user:password@host:6379`) and `CACHE_SECONDS` (default 60). */
export function readCache(env: NodeJS.ProcessEnv): CacheSettings | undefined {
  const { CACHE_URL: text } = env;
  if (text === undefined || text === "") return undefined;

  const [, user, password, host, port] = url.exec(text) ?? [];
  if (user === undefined || host === undefined) {
    throw new Error("CACHE_URL must look like redis://user:password@host:6379");
  }
  const time = env.CACHE_SECONDS || "60";
  if (!seconds.test(time)) {
    throw new Error(`CACHE_SECONDS must be a whole number from 1 to 99999, got "${time}"`);
  }
  return { address: { user, host, port: Number(port ?? 6379), password }, seconds: Number(time) };
}
