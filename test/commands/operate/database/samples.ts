import { parseContainers } from "../../../../commands/lib/server-containers.ts";
import {
  joinMembers,
  type Listed,
  type Member,
} from "../../../../commands/operate/database/members.ts";

/** Three servers as `docker ps` prints them; `states` overrides the state of some. */
export function containers(states: Record<string, string> = {}) {
  const lines = ["database-3", "database-1", "database-2"].map((name) =>
    [name, `shop-${name}`, states[name] ?? "running", "Up 1 hour"].join("\t"),
  );
  return parseContainers(`${lines.join("\n")}\n`);
}

/** Recorded output of `patronictl list -f json`, Patroni 4.0.7. */
const recorded = {
  inStep: `[
    {"Cluster": "database", "Member": "database-1", "Host": "database-1.database-members", "Role": "Sync Standby", "State": "streaming", "TL": 14, "Lag in MB": 0},
    {"Cluster": "database", "Member": "database-2", "Host": "database-2.database-members", "Role": "Leader", "State": "running", "TL": 14},
    {"Cluster": "database", "Member": "database-3", "Host": "database-3.database-members", "Role": "Sync Standby", "State": "streaming", "TL": 14, "Lag in MB": 0}]`,
  handedOver: `[
    {"Cluster": "database", "Member": "database-1", "Host": "database-1.database-members", "Role": "Replica", "State": "stopped", "Lag in MB": "unknown"},
    {"Cluster": "database", "Member": "database-2", "Host": "database-2.database-members", "Role": "Leader", "State": "running", "TL": 2},
    {"Cluster": "database", "Member": "database-3", "Host": "database-3.database-members", "Role": "Replica", "State": "running", "TL": 1, "Lag in MB": 0}]`,
  alone: `[
    {"Cluster": "database", "Member": "database-1", "Host": "database-1.database-members", "Role": "Replica", "State": "streaming", "TL": 9, "Lag in MB": 0}]`,
};

/** The members at a recorded moment; `states` overrides the state of some containers. */
export function members(
  moment: keyof typeof recorded,
  states: Record<string, string> = {},
): Member[] {
  return joinMembers(containers(states), JSON.parse(recorded[moment]) as Listed[]);
}
