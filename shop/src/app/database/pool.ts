import { Socket } from "node:net";
import pg from "pg";
import { outgoing } from "../../observing/outgoing.ts";
import type { Peer } from "../../observing/peer.ts";
import { statementName } from "../../observing/statement-name.ts";
import type { Step } from "../../observing/step.ts";
import { isOutage, Outage } from "./outage.ts";
import type { Database, Target } from "./target.ts";

/** Longest time to connect, and for one statement: a frozen server is noticed by then. */
const connectMilliseconds = 1000;
const statementMilliseconds = 2000;
const connections = 10;

export interface PoolOptions {
  readonly database: Database;
  readonly target: Target;
  /** What metrics and traces call it. @default "database" */
  readonly peer?: Peer;
  /** Told of an error on any connection, idle or in use. */
  readonly onError: (error: Error) => void;
  /** Done on each new connection before it is used. @default - nothing */
  readonly onConnect?: (client: pg.ClientBase) => Promise<void>;
  /** How long a connection may last. @default - as long as it is used once a minute */
  readonly lifetimeSeconds?: number;
}

/** Runs one statement and gives its rows. */
export type Query = <Row extends pg.QueryResultRow>(
  text: string,
  values?: unknown[],
) => Promise<Row[]>;

/** How many connections are used and idle, and how much work waits for one. */
export interface ConnectionCounts {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

const attributes = { "db.system.name": "postgresql" };

/** Connections to one server, which can all be dropped at once. */
export class ConnectionPool {
  private readonly sockets = new Set<Socket>();
  private readonly pool: pg.Pool;
  private readonly peer: Peer;

  constructor({ peer, database, target, onError, onConnect, lifetimeSeconds }: PoolOptions) {
    this.peer = peer ?? "database";
    this.pool = new pg.Pool({
      ...loginOptions(database, target),
      Client: PromptClient,
      max: connections,
      idleTimeoutMillis: 60_000,
      maxLifetimeSeconds: lifetimeSeconds,
      onConnect,
      keepAlive: true,
      statement_timeout: statementMilliseconds - 200,
      query_timeout: statementMilliseconds,
      stream: () => this.openSocket(),
    });
    this.pool.on("error", onError);
    // pg removes its own listener while a client is checked out: without this one Node would exit
    this.pool.on("connect", (client) => client.on("error", onError));
  }

  get connections(): ConnectionCounts {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /**
   * Does work on one connection; throws an `Outage` when another try may succeed.
   * @param within what its statements belong to in the trace
   */
  async use<T>(work: (query: Query) => Promise<T>, within?: Step): Promise<T> {
    const client = await this.pool.connect().catch((error) => Promise.reject(new Outage(error)));
    let lost = false;
    const query: Query = async (text, values) => {
      try {
        const asked = { within, peer: this.peer, name: () => statementName(text), attributes };
        const { rows } = await outgoing(asked, () => client.query(text, values));
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

  /** Drops all connections, also those in use; their statements fail. */
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

/** The pool's own time-out would also end the wait for a free connection, which is no outage. */
class PromptClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    // the pool hides the password from enumeration, so that it is copied by name
    super({
      ...config,
      password: config?.password,
      connectionTimeoutMillis: connectMilliseconds,
    });
  }
}

export function loginOptions(database: Database, target: Target): pg.ClientConfig {
  const { user, password } = database;
  return { ...target, user, password, database: database.database, application_name: "shop" };
}
