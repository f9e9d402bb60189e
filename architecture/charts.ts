/** What a chart's values are; shares from 0 to 1 are `percent`. */
export type Unit = "percent" | "bytes" | "seconds" | "per second" | "count";

/**
 * A chart of a server on the live page. In its PromQL, `$server` stands for the server's name,
 * `$instance` for a regular expression that matches its addresses and names, and `$window` for the
 * time over which a rate is computed.
 */
export interface ChartQueries {
  readonly title: string;
  readonly unit: Unit;
  /** Queries by the name of their line. @default - none */
  readonly lines?: Readonly<Record<string, string>>;
  /** A query with a line for each value of a label. @default - none */
  readonly by?: { readonly label: string; readonly query: string };
}

/** The charts of a stage's servers. */
export interface Charts {
  /** Of every server. */
  readonly every: readonly ChartQueries[];
  /** Of a container that leaves while its server has a newer one: `$container` stands for its name. */
  readonly leaving: readonly ChartQueries[];
  /** What the servers of a role have besides, by the role. */
  readonly roles: Readonly<Record<string, readonly ChartQueries[]>>;
}
