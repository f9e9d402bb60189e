import { runs, type ServerContainer } from "../../lib/server-containers.ts";

/** What a member is: `synchronous` is a replica that has every acknowledged order. */
export type Role = "primary" | "synchronous" | "replica" | "stopped";

/** A member of the replicated database, as Docker and Patroni tell it. */
export interface Member extends ServerContainer {
  readonly role: Role;
  /** Whether Patroni takes it for the leader: for up to 20 s also when it does not run any more. */
  readonly holdsLease: boolean;
  /** In Patroni's words; in Docker's where the container does not run. */
  readonly state: string;
  readonly timeLine: string;
  /** How far it is behind the primary, in MiB, or `unknown`; empty for the primary. */
  readonly lag: string;
}

/** What is read here of `patronictl list -f json`, which leaves out what is empty. */
export interface Listed {
  readonly Member: string;
  readonly Role: string;
  readonly State?: string;
  readonly TL?: number;
  readonly "Lag in MB"?: number | string;
}

/**
 * A server that is alone runs without Patroni. After a deploy that was interrupted it may have two
 * containers.
 */
export function isReplicated(containers: readonly ServerContainer[]): boolean {
  return new Set(containers.map(({ name }) => name)).size > 1;
}

const roles: Record<string, Role> = { Leader: "primary", "Sync Standby": "synchronous" };

/**
 * Patroni goes on listing a member whose container does not run until its lease ends, a leader,
 * too; and it does not list one that has only just started.
 */
export function joinMembers(
  containers: readonly ServerContainer[],
  listed: readonly Listed[],
): Member[] {
  return containers.map((container) => {
    const told = listed.find(({ Member }) => Member === container.name);
    const holdsLease = told?.Role === "Leader";
    if (!runs(container)) {
      return { ...container, role: "stopped", holdsLease, timeLine: "", lag: "" };
    }
    return {
      ...container,
      holdsLease,
      role: roles[told?.Role ?? ""] ?? "replica",
      state: told ? (told.State ?? "unknown") : "not in the cluster yet",
      timeLine: `${told?.TL ?? ""}`,
      lag: `${told?.["Lag in MB"] ?? ""}`,
    };
  });
}

/** Who leads and runs. */
export function primaryOf(members: readonly Member[]): Member | undefined {
  return members.find(({ role }) => role === "primary");
}

/** Whether that member leads. */
export function leads(name: string): (members: readonly Member[]) => boolean {
  return (members) => primaryOf(members)?.name === name;
}

/** The names of those that run and have every acknowledged order beside the primary. */
export function synchronousOf(members: readonly Member[]): string[] {
  return members.filter(({ role }) => role === "synchronous").map(({ name }) => name);
}

/** Why nothing can be asked of a member by that name, if so. */
export function whyNoMember(members: readonly Member[], name: string): string | undefined {
  if (members.some((member) => member.name === name)) return undefined;
  return `the database has no member "${name}": there are ${members.map((each) => each.name).join(", ")}`;
}
