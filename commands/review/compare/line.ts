/** What becomes of a resource. */
export type Change = "added" | "removed" | "replaced" | "changed" | "unchanged";

export type Kind = "server" | "network" | "volume" | "image" | "other";

/** What a comparison says of one resource: there is one line for each. */
export interface Line {
  /** `docker_container.app-1` */
  readonly address: string;
  readonly kind: Kind;
  /** As people call it: `app-1`. */
  readonly name: string;
  readonly change: Change;
  /** The names of the attributes that differ. */
  readonly attributes: readonly string[];
  /** How it differs, a few words each. */
  readonly details: readonly string[];
}

/** What becomes of each resource, by its address. */
export function changesOf(lines: readonly Line[]): ReadonlyMap<string, Change> {
  return new Map(lines.map(({ address, change }) => [address, change]));
}
