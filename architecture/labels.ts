/** What a server is, and where it belongs. */
export interface Place {
  /** Names of the networks on which it asks others, in their order; undefined where nobody said it. */
  readonly asks?: readonly string[];
  /** The part of the stage that it belongs to: `database`. */
  readonly group: string;
  /** The machine that it runs on. */
  readonly host: string;
  /** Where it listens; 0 for what only holds a shared host's network. */
  readonly port: number;
  readonly role: string;
  /** Its name, the same in every stage: `app-1`. */
  readonly server: string;
}

/** What each container tells of its server, as labels of that name. */
export interface Labels extends Place {
  readonly environment: string;
  /** A digest of all that makes the server be replaced. */
  readonly hash: string;
}

const PREFIX = "blueprint.";

/** The labels of a container by their full names, in the order of the names. */
export function labelsOf(labels: Labels): Record<string, string> {
  const all = Object.entries(labels).map(([name, value]) => [`${PREFIX}${name}`, `${value}`]);
  return Object.fromEntries(all.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)));
}

/** Reads them back; undefined for a container that is none of the blueprint's. */
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
