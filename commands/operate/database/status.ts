import { describeStopped, runs, type ServerContainer } from "../../lib/server-containers.ts";
import { table } from "../../lib/table.ts";
import { type Member, primaryOf, type Role, synchronousOf } from "./members.ts";

const roleWords: Record<Role, string> = {
  primary: "primary",
  synchronous: "replica, synchronous",
  replica: "replica",
  stopped: "stopped",
};

/** The state of a database without replicas. */
export function describeAlone(server: ServerContainer, variables: string): string[] {
  if (!runs(server)) return [describeStopped(server)];
  return [`${server.name} runs alone: ${variables}npm run deploy stage-4 gives it replicas`];
}

/** Who leads, a table of all members, and what to type for those that don't run. */
export function describeMembers(members: readonly Member[], variables: string): string[] {
  const head = ["member", "role", "state", "time line", "lag (MiB)"];
  const rows = members.map((member) => [
    member.name,
    roleWords[member.role],
    member.state,
    member.timeLine,
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

/** Who leads and how many machines hold every order, in one sentence. */
export function describeLeader(members: readonly Member[], variables: string): string {
  const primary = primaryOf(members);
  const synchronous = synchronousOf(members);
  if (primary) {
    const machines =
      synchronous.length > 0
        ? `every order is on ${synchronous.length + 1} machines`
        : "on one machine only: no replica is synchronous";
    return `${primary.name} leads (time line ${primary.timeLine || "unknown"}), ${machines}`;
  }
  if (synchronous.length > 0) {
    return `nobody leads: Patroni makes ${synchronous.join(" or ")} the primary within 20 s`;
  }
  return `nobody leads, and no member that runs is known to have every order: start the others, or accept the loss with ${variables}npm run database -- promote NAME --yes`;
}
