/**
 * What requests need of the application: what a page is made of, a file, or a database that takes
 * writes.
 */
export type Group = "pages" | "files" | "writes";

/** How an application is put under load, and how its writes are looked up afterwards. */
export interface Load {
  /** The kinds of its requests in the order of reports, each with its group. */
  readonly kinds: Readonly<Record<string, Group>>;
  /** No session takes longer, in milliseconds: visitors arrive that long before the load begins. */
  readonly longestSessionMs: number;
  /** @default - it writes nothing */
  readonly writes?: Writes;
  /**
   * Plans the session of one visitor: the same for the same random numbers.
   * @param random returns numbers in [0, 1)
   * @param onlyReads the session has no writes, and its first steps may be left out: the visitor
   * arrived before the load began
   */
  plan(random: () => number, onlyReads: boolean): readonly Step[];
}

/** A step of a session. The next one waits for its end; both have planned times. */
export interface Step {
  /** The planned time, in milliseconds from the visitor's arrival. */
  readonly at: number;
  /** How many requests it sends: the load has a constant rate of them. */
  readonly requests: number;
  run(visitor: Visitor): Promise<unknown>;
}

/** Sends the requests of a step with the visitor's cookies. Latencies count from planned times. */
export interface Visitor {
  /** What all visitors of a load share, such as the paths of files that any page has named. */
  readonly shared: Map<string, string>;
  /** A text that no other write has, in no other load either. */
  newKey(): string;
  /** Returns undefined where the request failed. */
  request(kind: string, request: PlannedRequest): Promise<Answer | undefined>;
  /** Enters a write into the ledger before it is sent. Returns its id if it is acknowledged. */
  write(kind: string, write: Write): Promise<string | undefined>;
  /** Reports requests that cannot be sent, as one that they depend on has failed. */
  skip(kind: string, count?: number): void;
}

export interface PlannedRequest {
  readonly path: string;
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Its planned time, in milliseconds after the step's. @default 0 */
  readonly afterMs?: number;
  /** Another status is a failure. @default 200 */
  readonly expected?: number;
}

/** A request that is to be done once. The load generator itself never repeats one without answer. */
export interface Write extends Omit<PlannedRequest, "expected"> {
  /** An idempotency key or, where the application has none, a text in the body that it stores. */
  readonly key: string;
  /**
   * The id of what was written, of an answer that acknowledges it. Any other answer is a failure, and
   * 4xx means that nothing was written.
   * @default - the key, of an answer 200 to 204 or 303
   */
  readonly idIn?: (answer: Answer) => string | undefined;
  /** Whether it has to be refused with 400 or 422, and is a failure otherwise. @default false */
  readonly mustBeRefused?: boolean;
  /** It is sent twice, the second time so much later: only with an idempotency key. @default - once */
  readonly againAfterMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What an application's writes are called, and how they are found after a load. */
export interface Writes {
  /** Such as `order`. */
  readonly one: string;
  /** Such as `orders`. */
  readonly many: string;
  /** What holds for an acknowledged one. @default "stored once" */
  readonly promise?: string;
  /**
   * Reads all writes that the application knows.
   * @param since when the load began, in milliseconds since 1970
   */
  lookUp(access: Access, since: number): Promise<Books>;
}

/** What an application knows of writes. Each one is compared with what clients know. */
export interface Books {
  readonly stored: readonly Stored[];
  /** What was done without being stored, and that in words: `charged and not in the database`. */
  readonly strays?: readonly { readonly id: string; readonly wrong: string }[];
}

/** A write that is stored. Two with the same key are one that was done twice. */
export interface Stored {
  readonly key: string;
  /** @default - the key */
  readonly id?: string;
  /** What was found of it: `stored and charged`. @default "stored" */
  readonly found?: string;
  /** Whether it is still to be processed: it is looked up again, for 90 s at most. @default false */
  readonly isPending?: boolean;
  /** How often it was processed. @default 1 */
  readonly times?: number;
  /** How it breaks what was acknowledged: `not charged as the payment provider says`. @default - it does not */
  readonly wrong?: string;
}

/** Reads in the containers of an environment. */
export interface Access {
  /**
   * The rows of a SELECT, as COPY writes them, from the database server that leads. Waits a minute
   * while none does.
   */
  query(select: string): Promise<string[][]>;
  /** What a command prints in the container of a server with a role. */
  run(role: string, command: readonly string[]): Promise<string>;
}
