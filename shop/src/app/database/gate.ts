import type { Peer } from "../../observing/peer.ts";
import type { Task } from "../task.ts";
import { ConnectedServer } from "./connected-server.ts";
import { databaseUnavailable, Outage } from "./outage.ts";
import type { ConnectionCounts, Query } from "./pool.ts";
import { findServer, type ProberOptions, probe } from "./prober.ts";
import type { Target } from "./target.ts";

export interface GateOptions extends ProberOptions {
  /** Maximum number of requests in flight, running or held. @default 2000 */
  readonly capacity?: number;
  /** The database's name in metrics and traces (`peer.service`). @default "database" */
  readonly peer?: Peer;
  /** Called when the gate opens or closes, with the reason. */
  readonly onChange?: (state: "open" | "closed", reason: string) => void;
}

const DEFAULT_CAPACITY = 2000;

/**
 * Lifetime of a connection where any server is accepted: new replicas get their share of the load,
 * and a primary that stood in for the replicas is left again.
 */
const LIFETIME_SECONDS = 60;

/**
 * Access to the database with failover: holds requests while the database is unavailable. The first
 * outage closes the gate and drops the connection pool. A prober looks for an accepted server. Then
 * the gate opens again, held requests continue, and failed ones are retried.
 *
 * All work must be idempotent: an attempt may have been committed before its response was lost.
 * Reads are, and so are writes of orders: the unique idempotency key lets one insert through, and a
 * payment's result replaces only "pending".
 */
export class Gate {
  private server?: ConnectedServer;
  private inFlight = 0;
  private readonly held = new Set<() => void>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: GateOptions) {}

  get isOpen(): boolean {
    return this.server !== undefined;
  }

  get connections(): ConnectionCounts {
    return this.server?.connections ?? { busy: 0, idle: 0, waiting: 0 };
  }

  /** Looks for a server in the background. */
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

  /** Probes the server in use at once, and closes the gate if it fails. */
  async verify(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    const reason = await probe(this.options, server.target);
    if (reason !== undefined) this.close(server, new Outage(reason));
  }

  /**
   * Does work on one connection. Retries it after an outage, until the task's deadline.
   * @param fallback another gate to use while this one is closed. @default - none
   */
  async run<T>(task: Task, work: (query: Query) => Promise<T>, fallback?: Gate): Promise<T> {
    if (this.inFlight >= (this.options.capacity ?? DEFAULT_CAPACITY)) {
      throw databaseUnavailable(
        "too many requests wait for the database: try again in a few seconds",
      );
    }

    this.inFlight++;
    try {
      for (;;) {
        const open = [this, fallback].find((gate) => gate?.isOpen);
        if (open === undefined) {
          const gates = fallback ? [this, fallback] : [this];
          await Promise.race(gates.map((gate) => gate.untilOpen(task.deadline)));
          continue;
        }
        try {
          return await open.tryOnce(task, work);
        } catch (error) {
          if (!(error instanceof Outage)) throw error;
        }
      }
    } finally {
      this.inFlight--;
    }
  }

  /** As `run`, without waiting and without retries: throws an `Outage` instead. */
  async tryOnce<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { server } = this;
    if (server === undefined) throw new Outage("no server is available");
    try {
      return await server.attempt(task, work);
    } catch (error) {
      if (error instanceof Outage) this.close(server, error);
      throw error;
    }
  }

  /** As `run`, in a transaction. */
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
      // behind a proxy, each connection may reach another server
      ...(accepts === "any" && { onConnect: prepare, lifetimeSeconds: LIFETIME_SECONDS }),
    });
    this.server = server;
    onChange?.("open", `${target.host}:${target.port} is ready`);
    for (const resume of this.held) resume();
  }

  private close(server: ConnectedServer, reason: Outage): void {
    if (this.server !== server) return;
    this.server = undefined;
    this.options.onChange?.("closed", reason.message);
    server.drop(reason);
    this.start();
  }

  private untilOpen(deadline: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.held.delete(settle);
        if (this.isOpen) resolve();
        else reject(databaseUnavailable());
      };
      const timer = setTimeout(settle, deadline - performance.now());
      this.held.add(settle);
    });
  }
}
