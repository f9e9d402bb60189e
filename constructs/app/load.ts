/**
 * What a request depends on: what serves pages, what serves static files, or a writable database.
 */
export type Group = "pages" | "files" | "writes";

/** The load profile of an application, and how its writes are verified after a load test. */
export interface Load {
  /** The kinds of requests, in the sequence of reports, each with its group. */
  readonly kinds: Readonly<Record<string, Group>>;
  /**
   * The longest duration of a session, in milliseconds: visitors arrive that long before the load
   * begins.
   */
  readonly longestSessionMs: number;
  /** How its writes are verified. @default - it writes nothing */
  readonly writes?: Writes;
  /**
   * Plans the session of one visitor, deterministically for the same random numbers.
   * @param random returns numbers in [0, 1)
   * @param onlyReads the session has no writes, and its first steps may be skipped: the visitor
   * arrived before the load began
   */
  plan(random: () => number, onlyReads: boolean): readonly Step[];
}

/** A step of a session. The next one starts at its planned time, after this one has ended. */
export interface Step {
  /** The planned time, in milliseconds from the visitor's arrival. */
  readonly at: number;
  /** How many requests it sends: the load generator keeps their rate constant. */
  readonly requests: number;
  /** Sends the requests. */
  run(visitor: Visitor): Promise<unknown>;
}

/** An HTTP client with the visitor's cookies. Latencies are measured from the planned times. */
export interface Visitor {
  /** State that all visitors of a load test share, such as paths of static files found in pages. */
  readonly shared: Map<string, string>;
  /** A new unique key for a write, across all load tests. */
  newKey(): string;
  /** Sends a request. Returns undefined if it failed. */
  request(kind: string, request: PlannedRequest): Promise<Answer | undefined>;
  /** Records a write in the ledger, then sends it. Returns its id if it is acknowledged. */
  write(kind: string, write: Write): Promise<string | undefined>;
  /** Reports requests that cannot be sent, because one that they depend on has failed. */
  skip(kind: string, count?: number): void;
}

/** A request with its planned time. */
export interface PlannedRequest {
  /** The path, with the query: `/notes?page=2`. */
  readonly path: string;
  /** The HTTP method. @default "GET" */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Headers beside the visitor's cookies. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, encoded as its content type requires. @default - none */
  readonly body?: string;
  /** The planned time, in milliseconds after the step's. @default 0 */
  readonly afterMs?: number;
  /** The expected status; any other is a failure. @default 200 */
  readonly expected?: number;
}

/**
 * A request that must take effect exactly once. The load generator never retries it after a
 * timeout.
 */
export interface Write extends Omit<PlannedRequest, "expected"> {
  /**
   * An idempotency key or, if the application has none, a unique text in the body that it stores.
   */
  readonly key: string;
  /**
   * Returns the id of the write from a response that acknowledges it. Any other response is a
   * failure, and 4xx means that nothing was written.
   * @default - the key, for the status 200 to 204 or 303
   */
  readonly idIn?: (answer: Answer) => string | undefined;
  /** Whether the expected status is 400 or 422, and any other is a failure. @default false */
  readonly mustBeRefused?: boolean;
  /**
   * Sends a duplicate after so many milliseconds: only with an idempotency key.
   * @default - no duplicate
   */
  readonly againAfterMs?: number;
}

/** A response. */
export interface Answer {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, decompressed and decoded as UTF-8. */
  readonly text: string;
}

/** How an application's writes are named, and how they are verified after a load test. */
export interface Writes {
  /** The noun for one write, such as `order`. */
  readonly one: string;
  /** The plural, such as `orders`. */
  readonly many: string;
  /** The guarantee for an acknowledged write. @default "stored once" */
  readonly promise?: string;
  /**
   * Reads all writes that the application has stored.
   * @param since when the load test began, in milliseconds since 1970
   */
  lookUp(access: Access, since: number): Promise<Books>;
}

/** The application's record of writes. Each one is compared with the ledger of the clients. */
export interface Books {
  /** The writes that are stored. */
  readonly stored: readonly Stored[];
  /**
   * Side effects without a stored write, each with a description: `charged and not in the
   * database`.
   * @default - none
   */
  readonly strays?: readonly { readonly id: string; readonly wrong: string }[];
}

/** A stored write. Two with the same key are a duplicate. */
export interface Stored {
  /** The key that the write was sent with. */
  readonly key: string;
  /** The id that the application gave it. @default - the key */
  readonly id?: string;
  /** Its state, in words: `stored and charged`. @default "stored" */
  readonly found?: string;
  /**
   * Whether its processing has not finished: it is looked up again, for at most 90 s.
   * @default false
   */
  readonly isPending?: boolean;
  /** How many times it was processed. @default 1 */
  readonly times?: number;
  /**
   * How it violates the guarantee: `not charged as the payment provider says`.
   * @default - it does not
   */
  readonly wrong?: string;
}

/** Read access to the containers of an environment. */
export interface Access {
  /**
   * Returns the rows of a SELECT on the primary, as COPY writes them. Waits up to a minute for a
   * primary.
   */
  query(select: string): Promise<string[][]>;
  /** Returns the output of a command in the container of a server with this role. */
  run(role: string, command: readonly string[]): Promise<string>;
}
