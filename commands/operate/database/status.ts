import { describeStopped, runs, type ServerContainer } from "../../lib/server-containers.ts";
import { table } from "../../lib/table.ts";
import { type Member, primaryOf, type Role, synchronousOf } from "./members.ts";

const roleWords: Record<Role, string> = {
  primary: "primary",
  synchronous: "replica, synchronous",
  replica: "replica",
  stopped: "stopped",
};

/** Describes a database without replicas. */
export function describeAlone(server: ServerContainer, variables: string): string[] {
  if (!runs(server)) return [describeStopped(server)];
  return [`${server.name} has no replicas: ${variables}npm run deploy stage-4 adds them`];
}

/** Describes the primary and all members, with the commands that start stopped ones. */
export function describeMembers(members: readonly Member[], variables: string): string[] {
  const head = ["member", "role", "state", "timeline", "lag (MiB)"];
  const rows = members.map((member) => [
    member.name,
    roleWords[member.role],
    member.state,
    member.timeline,
    member.lag,
  ]);
  const stopped = members.filter(({ role }) => role === "stopped");
  return [
    describeLeader(members, variables),
    "",
    ...table([head, ...rows]),
    ...(stopped.length > 0 ? ["", ...stopped.map(describeStopped)] : []),
  ];
}

/** Names the primary, and how many machines have every write. */
export function describeLeader(members: readonly Member[], variables: string): string {
  const primary = primaryOf(members);
  const synchronous = synchronousOf(members);
  if (primary) {
    const machines =
      synchronous.length > 0
        ? `every write is on ${synchronous.length + 1} machines`
        : "writes are on one machine only: no replica is synchronous";
    return `${primary.name} is the primary (timeline ${primary.timeline || "unknown"}), ${machines}`;
  }
  if (synchronous.length > 0) {
    return `there is no primary: Patroni promotes ${synchronous.join(" or ")} within 20 s`;
  }
  return `there is no primary, and no running member is known to have every write: start the others, or accept the loss with ${variables}npm run database -- promote NAME --yes`;
}
