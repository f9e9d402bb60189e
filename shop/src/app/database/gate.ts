import type { Peer } from "../../observing/peer.ts";
import type { Task } from "../task.ts";
import { ConnectedServer } from "./connected-server.ts";
import { databaseAway, Outage } from "./outage.ts";
import type { ConnectionCounts, Query } from "./pool.ts";
import { findServer, type ProberOptions } from "./prober.ts";
import type { Target } from "./target.ts";

export interface GateOptions extends ProberOptions {
  /** Requests that may be inside at once, running or held. @default 2000 */
  readonly capacity?: number;
  /** What metrics and traces call what is behind it. @default "database" */
  readonly peer?: Peer;
  /** Told when the gate opens or closes, and why. */
  readonly onChange?: (state: "open" | "closed", reason: string) => void;
}

/**
 * How long a connection lasts where any server will do, so that those that came
 * since get their share, and a primary that stood in for replicas is left again.
 */
const lifetimeSeconds = 60;

/**
 * The way to the database: holds requests while it is away. The first outage
 * closes the gate and drops the connections; one prober looks for a server that
 * is accepted; once it is found, held requests go on and failed ones are tried again.
 *
 * All work must be safe to repeat, since an attempt may have been committed
 * before its answer was lost. Reads are, and so is everything about orders: the
 * unique idempotency key lets only one insert through, and a payment's result
 * is only written over "pending".
 */
export class Gate {
  private server?: ConnectedServer;
  private inside = 0;
  private readonly held = new Set<() => void>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: GateOptions) {}

  get isOpen(): boolean {
    return this.server !== undefined;
  }

  get connections(): ConnectionCounts {
    return this.server?.connections ?? { busy: 0, idle: 0, waiting: 0 };
  }

  /** Begins the search for a server; returns at once. */
  start(): void {
    findServer(this.options, this.stopping.signal).then(
      (target) => this.open(target),
      () => undefined,
    );
  }

  stop(): void {
    this.stopping.abort();
    this.server?.drop(new Outage("the gate was stopped"));
    this.server = undefined;
  }

  /**
   * Does work on one connection, again after an outage, until the task's deadline.
   * @param elsewhere where the work may be done, too, while this gate is closed. @default - nowhere
   */
  async run<T>(task: Task, work: (query: Query) => Promise<T>, elsewhere?: Gate): Promise<T> {
    if (this.inside >= (this.options.capacity ?? 2000)) {
      throw databaseAway("too many requests wait for the database: try again in a few seconds");
    }

    this.inside++;
    try {
      for (;;) {
        const open = [this, elsewhere].find((gate) => gate?.isOpen);
        if (open === undefined) {
          const gates = elsewhere ? [this, elsewhere] : [this];
          await Promise.race(gates.map((gate) => gate.opened(task.deadline)));
          continue;
        }
        try {
          return await open.tryOnce(task, work);
        } catch (error) {
          if (!(error instanceof Outage)) throw error;
        }
      }
    } finally {
      this.inside--;
    }
  }

  /** As `run`, but neither waits for a server nor asks twice; throws an `Outage` instead. */
  async tryOnce<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { server } = this;
    if (server === undefined) throw new Outage("no server is there");
    try {
      return await server.attempt(task, work);
    } catch (error) {
      if (error instanceof Outage) this.close(server, error);
      throw error;
    }
  }

  /** Does work in one transaction, with the promises of `run`. */
  transaction<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    return this.run(task, async (query) => {
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
    const { database, peer, accepts, prepare, onChange } = this.options;
    const server = new ConnectedServer({
      database,
      target,
      peer,
      onError: (error) => this.close(server, new Outage(error)),
      // a proxy may lead each connection to another server
      ...(accepts === "any" && { onConnect: prepare, lifetimeSeconds }),
    });
    this.server = server;
    onChange?.("open", `${target.host}:${target.port} is ready`);
    for (const goOn of this.held) goOn();
  }

  private close(server: ConnectedServer, reason: Outage): void {
    if (this.server !== server) return;
    this.server = undefined;
    this.options.onChange?.("closed", reason.message);
    server.drop(reason);
    this.start();
  }

  private opened(deadline: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.held.delete(settle);
        if (this.isOpen) resolve();
        else reject(databaseAway());
      };
      const timer = setTimeout(settle, deadline - performance.now());
      this.held.add(settle);
    });
  }
}
