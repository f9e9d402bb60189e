/** How a resource changes. */
export type Change = "added" | "removed" | "replaced" | "changed" | "unchanged";

export type Kind = "server" | "network" | "volume" | "image" | "other";

/** The entry of a comparison for one resource. */
export interface Line {
  /** `docker_container.app-1` */
  readonly address: string;
  readonly kind: Kind;
  /** Its displayed name: `app-1`. */
  readonly name: string;
  readonly change: Change;
  /** The names of the attributes that differ. */
  readonly attributes: readonly string[];
  /** How it differs, a few words each. */
  readonly details: readonly string[];
}

/** Returns how each resource changes, by its address. */
export function changesOf(lines: readonly Line[]): ReadonlyMap<string, Change> {
  return new Map(lines.map(({ address, change }) => [address, change]));
}
