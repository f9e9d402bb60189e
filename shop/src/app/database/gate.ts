import { Problem } from "../problem.ts";
import { Outage } from "./outage.ts";
import { ConnectionPool, type Query } from "./pool.ts";
import { findPrimary, type ProberOptions } from "./prober.ts";
import type { Target } from "./target.ts";

export interface GateOptions extends ProberOptions {
  /** Requests that may be inside at once, running or held. @default 2000 */
  readonly capacity?: number;
  /** Told when the gate opens or closes, and why. */
  readonly onChange?: (state: "open" | "closed", reason: string) => void;
}

/** One server's connections, and what to tell the attempts that use them when it is lost. */
interface Primary {
  readonly pool: ConnectionPool;
  readonly attempts: Set<(error: Outage) => void>;
}

/**
 * The way to the database: holds requests while it is away. The first outage
 * closes the gate and drops the connections; one prober looks for the primary;
 * once it is found, held requests go on and failed ones are tried again.
 *
 * All work must be safe to repeat, since an attempt may have been committed
 * before its answer was lost. Reads are, and so is everything about orders: the
 * unique idempotency key lets only one insert through, and a payment's result
 * is only written over "pending".
 */
export class Gate {
  private primary?: Primary;
  private inside = 0;
  private readonly held = new Set<() => void>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: GateOptions) {}

  get isOpen(): boolean {
    return this.primary !== undefined;
  }

  /** Begins the search for the primary; returns at once. */
  start(): void {
    findPrimary(this.options, this.stopping.signal).then(
      (target) => this.open(target),
      () => undefined,
    );
  }

  stop(): void {
    this.stopping.abort();
    this.primary?.pool.destroy();
    this.primary = undefined;
  }

  /** Does work on one connection, again after an outage, until the deadline (ms since 1970). */
  async run<T>(deadline: number, work: (query: Query) => Promise<T>): Promise<T> {
    if (this.inside >= (this.options.capacity ?? 2000)) {
      throw databaseAway("too many requests wait for the database: try again in a few seconds");
    }

    this.inside++;
    try {
      for (;;) {
        const primary = this.primary ?? (await this.opened(deadline));
        try {
          return await this.attempt(primary, deadline, work);
        } catch (error) {
          if (!(error instanceof Outage)) throw error;
          this.close(primary, error);
        }
      }
    } finally {
      this.inside--;
    }
  }

  /** Does work in one transaction, with the promises of `run`. */
  transaction<T>(deadline: number, work: (query: Query) => Promise<T>): Promise<T> {
    return this.run(deadline, async (query) => {
      await query("BEGIN");
      try {
        const result = await work(query);
        await query("COMMIT");
        return result;
      } catch (error) {
        if (!(error instanceof Outage)) await query("ROLLBACK");
        throw error;
      }
    });
  }

  private open(target: Target): void {
    if (this.stopping.signal.aborted) return;
    const pool = new ConnectionPool(this.options.database, target, (error) =>
      this.close(primary, new Outage(error)),
    );
    const primary: Primary = { pool, attempts: new Set() };
    this.primary = primary;
    this.options.onChange?.("open", `${target.host}:${target.port} is the primary`);
    for (const goOn of this.held) goOn();
  }

  private close(primary: Primary, reason: Outage): void {
    if (this.primary !== primary) return;
    this.primary = undefined;
    this.options.onChange?.("closed", reason.message);
    primary.pool.destroy();
    for (const fail of primary.attempts) fail(reason);
    this.start();
  }

  private opened(deadline: number): Promise<Primary> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.held.delete(settle);
        if (this.primary === undefined) reject(databaseAway());
        else resolve(this.primary);
      };
      const timer = setTimeout(settle, deadline - Date.now());
      this.held.add(settle);
    });
  }

  /** Ends with the work, the deadline or the loss of the primary, whichever is first. */
  private attempt<T>(
    primary: Primary,
    deadline: number,
    work: (query: Query) => Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(databaseAway()), deadline - Date.now());
      primary.attempts.add(reject);
      primary.pool
        .use(async (query) => {
          if (Date.now() > deadline) throw databaseAway();
          return work(query);
        })
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          primary.attempts.delete(reject);
        });
    });
  }
}

function databaseAway(
  detail = "the database is away for the moment: try again in a few seconds",
): Problem {
  return new Problem(503, detail, { "retry-after": "5" });
}
