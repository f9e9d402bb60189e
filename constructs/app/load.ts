/** What kinds of requests have in common: reads of pages, of files, and writes. */
export type Group = "pages" | "files" | "writes";

/** How an application is put under load, and how its writes are looked up afterwards. */
export interface Load {
  /** The kinds of its requests in the order of reports, each with its group. */
  readonly kinds: Readonly<Record<string, Group>>;
}
