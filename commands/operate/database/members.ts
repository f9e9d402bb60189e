import { runs, type ServerContainer } from "../../lib/server-containers.ts";

/** The role of a member; a `synchronous` replica has every acknowledged write. */
export type Role = "primary" | "synchronous" | "replica" | "stopped";

/** A member of the replicated database, according to Docker and Patroni. */
export interface Member extends ServerContainer {
  readonly role: Role;
  /** Whether it holds the leader lease, which lasts for up to 20 s after it has failed. */
  readonly holdsLease: boolean;
  /** As Patroni reports it, or Docker if the container does not run. */
  readonly state: string;
  readonly timeline: string;
  /** The replication lag in MiB, or `unknown`; empty for the primary. */
  readonly lag: string;
}

/** The fields of `patronictl list -f json` that are read here; empty ones are left out. */
export interface Listed {
  readonly Member: string;
  readonly Role: string;
  readonly State?: string;
  readonly TL?: number;
  readonly "Lag in MB"?: number | string;
}

/**
 * Whether the database is replicated. A single server runs without Patroni; after an interrupted
 * deploy it may have two containers.
 */
export function isReplicated(containers: readonly ServerContainer[]): boolean {
  return new Set(containers.map(({ name }) => name)).size > 1;
}

const roles: Record<string, Role> = { Leader: "primary", "Sync Standby": "synchronous" };

/**
 * Joins Docker's and Patroni's view of the members. Patroni lists a stopped member, also the
 * leader, until its lease expires, and does not list one that has just started.
 */
export function joinMembers(
  containers: readonly ServerContainer[],
  listed: readonly Listed[],
): Member[] {
  return containers.map((container) => {
    const listedAs = listed.find(({ Member }) => Member === container.name);
    const holdsLease = listedAs?.Role === "Leader";
    if (!runs(container)) {
      return { ...container, role: "stopped", holdsLease, timeline: "", lag: "" };
    }
    return {
      ...container,
      holdsLease,
      role: roles[listedAs?.Role ?? ""] ?? "replica",
      state: listedAs ? (listedAs.State ?? "unknown") : "not in the cluster yet",
      timeline: `${listedAs?.TL ?? ""}`,
      lag: `${listedAs?.["Lag in MB"] ?? ""}`,
    };
  });
}

/** Returns the running primary, if there is one. */
export function primaryOf(members: readonly Member[]): Member | undefined {
  return members.find(({ role }) => role === "primary");
}

/** Returns a predicate: whether that member is the primary. */
export function leads(name: string): (members: readonly Member[]) => boolean {
  return (members) => primaryOf(members)?.name === name;
}

/** Returns the names of the running synchronous replicas. */
export function synchronousOf(members: readonly Member[]): string[] {
  return members.filter(({ role }) => role === "synchronous").map(({ name }) => name);
}

/** Returns an error message if there is no member with that name. */
export function whyNoMember(members: readonly Member[], name: string): string | undefined {
  if (members.some((member) => member.name === name)) return undefined;
  return `the database has no member "${name}": there are ${members.map((each) => each.name).join(", ")}`;
}
