import { listenNames, number, required } from "../../../programs/environment.ts";
import { parseQueue, type QueueTarget } from "../queue/target.ts";
import { type CacheSettings, readCache } from "./cache/settings.ts";
import { type Database, parseDatabase } from "./database/target.ts";

/** Configuration of the app server, from environment variables. */
export interface Configuration {
  /** Names or addresses to listen on. */
  readonly listen: readonly string[];
  readonly port: number;
  readonly database: Database;
  /** The replicas, for reads that may be slightly stale. @default - reads go to `database` */
  readonly readDatabase?: Database;
  /** The primary without a connection pooler, for `LISTEN`: the same as `database` if it has none. */
  readonly sessionDatabase: Database;
  /** @default - none */
  readonly cache?: CacheSettings;
  /** Orders are charged by the payment provider at once, or by the consumers of the queue. */
  readonly payment: { readonly url: string } | { readonly queue: QueueTarget };
  /** Key that signs the cart's cookie; the same on all app servers. */
  readonly cookieSecret: string;
  /** How long it serves after SIGTERM, until load balancers have taken it out of rotation. */
  readonly drainSeconds: number;
  /** Name of this app server, in logs and in the pages' footer. */
  readonly serverName: string;
}

/** Reads the configuration; throws if a value is missing or invalid. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const { DATABASE_READ_URL: readUrl, DATABASE_SESSION_URL: sessionUrl } = env;
  const cookieSecret = required(env, "COOKIE_SECRET");
  if (cookieSecret.length < 16) {
    throw new Error(
      `COOKIE_SECRET must have at least 16 characters, got ${cookieSecret.length}: make one with "openssl rand -hex 32"`,
    );
  }

  const database = parseDatabase(required(env, "DATABASE_URL"));
  return {
    listen: listenNames(env.LISTEN),
    port: number(env, "PORT", 3000, 65_535),
    database,
    readDatabase: readUrl ? parseDatabase(readUrl, "DATABASE_READ_URL") : undefined,
    sessionDatabase: sessionUrl ? parseDatabase(sessionUrl, "DATABASE_SESSION_URL") : database,
    cache: readCache(env),
    payment: readPayment(env),
    cookieSecret,
    drainSeconds: number(env, "DRAIN_SECONDS", 2, 20),
    serverName: env.SERVER_NAME ?? "app",
  };
}

function readPayment(env: NodeJS.ProcessEnv): Configuration["payment"] {
  const { QUEUE_URL: url, PAYMENT_URL: paymentUrl } = env;
  if (url) return { queue: parseQueue(url) };
  if (paymentUrl) return { url: paymentUrl };
  throw new Error("neither PAYMENT_URL nor QUEUE_URL is set: the app server needs one of them");
}
