import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import { Redis } from "iovalkey";
import { observeOutgoing } from "../../observing/outgoing.ts";
import type { Span } from "../../observing/span.ts";
import { Connector } from "./connector.ts";

/** Address and credentials of the cache. */
export interface CacheAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
}

/** Well above the 50 ms for which a cache is throttled once it has used its CPU quota. */
const DEFAULT_COMMAND_TIMEOUT_MS = 200;
const CONNECT_TIMEOUT_MS = 500;
const SOCKET_TIMEOUT_MS = 2000;
const RECONNECT_DELAY_MS = 500;

/** Consecutive failures that open the circuit breaker. */
const FAILURES_TO_OPEN = 5;
const DEFAULT_RESET_TIMEOUT_MS = 5000;

export interface CacheConnectionOptions {
  readonly address: CacheAddress;
  /** Called with each new connection, which may have reached another cache. */
  readonly onConnect: () => void;
  /** Called when the circuit breaker opens or closes. */
  readonly onBreakerChange: (state: "open" | "closed") => void;
  /**
   * Timeout of one command.
   * @default 200
   */
  readonly commandTimeoutMs?: number;
  /**
   * How long the circuit breaker stays open before it tries the cache again.
   * @default 5000
   */
  readonly resetTimeoutMs?: number;
}

const ATTRIBUTES = { "db.system.name": "redis" };

/** The connection to the cache, with a short timeout and a circuit breaker: it fails fast. */
export class CacheConnection {
  private readonly client: Redis;
  private readonly breaker: CircuitBreakerPolicy;

  constructor({ address, onConnect, onBreakerChange, ...options }: CacheConnectionOptions) {
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: options.resetTimeoutMs ?? DEFAULT_RESET_TIMEOUT_MS,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    this.client = new Redis({
      host: address.host,
      port: address.port,
      username: address.user,
      password: address.password,
      Connector,
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: options.commandTimeoutMs ?? DEFAULT_COMMAND_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      retryStrategy: () => RECONNECT_DELAY_MS,
      // while disconnected, commands fail at once
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      // needs INFO, which the ACL denies the shop's user
      enableReadyCheck: false,
    });
    this.client.on("ready", onConnect);
    // each command rejects; without a listener Node would exit
    this.client.on("error", () => undefined);
    this.breaker.onBreak(() => onBreakerChange("open"));
    this.breaker.onReset(() => onBreakerChange("closed"));
  }

  /** The values of the keys; null for a missing one. */
  getMany(keys: readonly string[], parent?: Span): Promise<(string | null)[]> {
    return this.execute("MGET", parent, () => this.client.mget([...keys]));
  }

  /** Sets a value with a time to live. */
  async set(key: string, text: string, ttlMs: number, parent?: Span): Promise<void> {
    await this.execute("SET", parent, () => this.client.set(key, text, "PX", ttlMs));
  }

  /** As `set`, if the key does not exist. @returns whether it was set */
  async setIfAbsent(key: string, text: string, ttlMs: number, parent?: Span): Promise<boolean> {
    const answer = await this.execute("SET NX", parent, () =>
      this.client.set(key, text, "PX", ttlMs, "NX"),
    );
    return answer === "OK";
  }

  async delete(key: string, parent?: Span): Promise<void> {
    await this.execute("DEL", parent, () => this.client.del(key));
  }

  /** Sets all values or none. Not subject to the circuit breaker: it invalidates values. */
  async setMany(texts: Readonly<Record<string, string>>): Promise<void> {
    await this.client.mset({ ...texts });
  }

  stop(): void {
    this.client.disconnect();
  }

  private execute<T>(command: string, parent: Span | undefined, run: () => Promise<T>): Promise<T> {
    const call = {
      parent,
      peer: "cache",
      name: () => command,
      attributes: ATTRIBUTES,
    } as const;
    return this.breaker.execute(() => observeOutgoing(call, run));
  }
}
