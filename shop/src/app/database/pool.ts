import { Socket } from "node:net";
import pg from "pg";
import { observeOutgoing } from "../../observing/outgoing.ts";
import type { Peer } from "../../observing/peer.ts";
import type { Span } from "../../observing/span.ts";
import { statementName } from "../../observing/statement-name.ts";
import { MAX_CONNECTIONS } from "./max-connections.ts";
import { isOutage, Outage } from "./outage.ts";
import type { Database, Target } from "./target.ts";

/** With these timeouts a frozen server is detected. */
const CONNECT_TIMEOUT_MS = 1000;
const QUERY_TIMEOUT_MS = 2000;
const IDLE_TIMEOUT_MS = 60_000;

export interface PoolOptions {
  readonly database: Database;
  readonly target: Target;
  /** The database's name in metrics and traces (`peer.service`). @default "database" */
  readonly peer?: Peer;
  /** Called with each error of a connection, idle or in use. */
  readonly onError: (error: Error) => void;
  /** Called with each new connection before its first use. @default - nothing */
  readonly onConnect?: (client: pg.ClientBase) => Promise<void>;
  /** Maximum lifetime of a connection. @default - unlimited, unless it is idle for a minute */
  readonly lifetimeSeconds?: number;
}

/** Runs one statement and returns its rows. */
export type Query = <Row extends pg.QueryResultRow>(
  text: string,
  values?: unknown[],
) => Promise<Row[]>;

/** Connections in use, idle connections, and work that waits for a connection. */
export interface ConnectionCounts {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

const ATTRIBUTES = { "db.system.name": "postgresql" };

/** A connection pool to one server; all its connections can be dropped at once. */
export class ConnectionPool {
  private readonly sockets = new Set<Socket>();
  private readonly pool: pg.Pool;
  private readonly peer: Peer;

  constructor({ peer, database, target, onError, onConnect, lifetimeSeconds }: PoolOptions) {
    this.peer = peer ?? "database";
    this.pool = new pg.Pool({
      ...loginOptions(database, target),
      Client: TimeoutClient,
      max: MAX_CONNECTIONS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      maxLifetimeSeconds: lifetimeSeconds,
      onConnect,
      keepAlive: true,
      query_timeout: QUERY_TIMEOUT_MS,
      stream: () => this.openSocket(),
    });
    this.pool.on("error", onError);
    // pg removes its listener from a client that is checked out; without this one Node would exit
    this.pool.on("connect", (client) => client.on("error", onError));
  }

  get connections(): ConnectionCounts {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /**
   * Does work on one connection; throws an `Outage` if a retry may succeed.
   * @param parent the parent of its spans
   */
  async use<T>(work: (query: Query) => Promise<T>, parent?: Span): Promise<T> {
    const client = await this.pool.connect().catch((error) => Promise.reject(new Outage(error)));
    let lost = false;
    const query: Query = async (text, values) => {
      try {
        const call = {
          parent,
          peer: this.peer,
          name: () => statementName(text),
          attributes: ATTRIBUTES,
        };
        const { rows } = await observeOutgoing(call, () => client.query(text, values));
        return rows;
      } catch (error) {
        lost = isOutage(error);
        throw lost ? new Outage(error) : error;
      }
    };

    try {
      return await work(query);
    } finally {
      client.release(lost);
    }
  }

  /** Drops all connections, including those in use, whose statements fail. */
  destroy(): void {
    for (const socket of this.sockets) socket.destroy();
    this.pool.end().catch(() => undefined);
  }

  private openSocket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once("close", () => this.sockets.delete(socket));
    return socket;
  }
}

/** Sets the connect timeout here: the pool's option also limits the wait for a free connection. */
class TimeoutClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    // the pool makes the password non-enumerable, so the spread does not copy it
    super({
      ...config,
      password: config?.password,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
  }
}

export function loginOptions(database: Database, target: Target): pg.ClientConfig {
  const { user, password } = database;
  return { ...target, user, password, database: database.database, application_name: "shop" };
}
