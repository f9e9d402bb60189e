/** A server's identity and its place in the stage. */
export interface Place {
  /** Names of the networks on which it is a client, sorted. @default - unknown */
  readonly asks?: readonly string[];
  /** Id of the construct in the stage that it belongs to: `database`. */
  readonly group: string;
  /** The machine that it runs on. */
  readonly host: string;
  /** Port that it listens on; 0 for a container that only holds a shared host's network. */
  readonly port: number;
  readonly role: string;
  /** Its name, the same in every stage: `app-1`. */
  readonly server: string;
}

/** The labels of a container, without their prefix. */
export interface Labels extends Place {
  readonly environment: string;
  /** A digest of everything whose change replaces the server. */
  readonly hash: string;
}

const PREFIX = "blueprint.";

/** The labels of a container with their prefix, sorted by name. */
export function labelsOf(labels: Labels): Record<string, string> {
  const all = Object.entries(labels).map(([name, value]) => [`${PREFIX}${name}`, `${value}`]);
  return Object.fromEntries(all.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)));
}

/** Reads the labels of a container; undefined if it does not belong to the blueprint. */
export function tryReadLabels(all: Readonly<Record<string, string>>): Labels | undefined {
  const label = (name: keyof Labels) => all[`${PREFIX}${name}`];
  const server = label("server");
  if (server === undefined) return undefined;
  return {
    environment: label("environment") ?? "",
    hash: label("hash") ?? "",
    asks: label("asks")?.split(",").filter(Boolean),
    group: label("group") ?? server,
    host: label("host") ?? server,
    port: Number(label("port") ?? 0),
    role: label("role") ?? server,
    server,
  };
}

/** Removes the environment's prefix from the name of a container, network or volume: `app-1-3142279d`. */
export function withoutEnvironment(name: string, environment: string): string {
  const prefix = `${environment}-`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
