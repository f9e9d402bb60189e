import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import { Redis } from "iovalkey";
import { outgoing } from "../../observing/outgoing.ts";
import type { Step } from "../../observing/step.ts";
import { Connector } from "./connector.ts";

/** Where the cache is, and how to log in there. */
export interface CacheAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
}

/** Longest time for one command: a server that has used up its share of CPU stands still for 50 ms. */
const defaultCommandMilliseconds = 200;
const connectMilliseconds = 500;
/** A cache that is silent for that long is connected to anew. */
const silenceMilliseconds = 2000;
const pauseMilliseconds = 500;

/** After so many failures one after another the cache is not asked for that long. */
const failures = 5;
const defaultRestMilliseconds = 5000;

export interface CacheConnectionOptions {
  readonly address: CacheAddress;
  /** Told when there is a new connection, maybe to another cache. */
  readonly onConnect: () => void;
  /** Told when the cache is asked again, or for a while is not. */
  readonly onChange: (state: "asked" | "left alone") => void;
  /**
   * How long one command may take.
   * @default 200
   */
  readonly commandMilliseconds?: number;
  /**
   * How long the cache is not asked after it failed.
   * @default 5000
   */
  readonly restMilliseconds?: number;
}

const attributes = { "db.system.name": "redis" };

/** The connection to the cache. Whatever it does succeeds or fails within a moment. */
export class CacheConnection {
  private readonly client: Redis;
  private readonly breaker: CircuitBreakerPolicy;

  constructor({ address, onConnect, onChange, ...options }: CacheConnectionOptions) {
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: options.restMilliseconds ?? defaultRestMilliseconds,
      breaker: new ConsecutiveBreaker(failures),
    });
    this.client = new Redis({
      host: address.host,
      port: address.port,
      username: address.user,
      password: address.password,
      Connector,
      connectTimeout: connectMilliseconds,
      commandTimeout: options.commandMilliseconds ?? defaultCommandMilliseconds,
      socketTimeout: silenceMilliseconds,
      retryStrategy: () => pauseMilliseconds,
      // what can't be sent at once fails at once
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      // would ask for more than the shop may do
      enableReadyCheck: false,
    });
    this.client.on("ready", onConnect);
    // each command fails by itself, and without a listener Node would exit
    this.client.on("error", () => undefined);
    this.breaker.onBreak(() => onChange("left alone"));
    this.breaker.onReset(() => onChange("asked"));
  }

  /** The texts under the keys; null where there is none. */
  read(keys: readonly string[], within?: Step): Promise<(string | null)[]> {
    return this.ask("MGET", within, () => this.client.mget([...keys]));
  }

  /** Keeps a text for that time. */
  async keep(key: string, text: string, milliseconds: number, within?: Step): Promise<void> {
    await this.ask("SET", within, () => this.client.set(key, text, "PX", milliseconds));
  }

  /** As `keep`, if the key is free. Whether it was. */
  async add(key: string, text: string, milliseconds: number, within?: Step): Promise<boolean> {
    const answer = await this.ask("SET NX", within, () =>
      this.client.set(key, text, "PX", milliseconds, "NX"),
    );
    return answer === "OK";
  }

  async remove(key: string, within?: Step): Promise<void> {
    await this.ask("DEL", within, () => this.client.del(key));
  }

  /** Writes all of these or none. Always tries it: the cache is left alone with reads only. */
  async write(texts: Readonly<Record<string, string>>): Promise<void> {
    await this.client.mset({ ...texts });
  }

  stop(): void {
    this.client.disconnect();
  }

  private ask<T>(command: string, within: Step | undefined, ask: () => Promise<T>): Promise<T> {
    const asked = { within, peer: "cache", name: () => command, attributes } as const;
    return this.breaker.execute(() => outgoing(asked, ask));
  }
}
