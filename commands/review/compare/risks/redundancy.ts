import { serversOf } from "../../../lib/stack/container.ts";
import type { Side } from "../comparison.ts";
import { describedServers } from "../graph.ts";
import { dataOf } from "../pairs.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";

/** Servers that do the same work in the same part of a stage. */
interface Tier {
  readonly role: string;
  readonly servers: readonly string[];
  readonly data: boolean;
}

/** Where fewer servers do what more did. */
export function redundancy({ before, after, singlePoints }: Unjudged): Risk[] {
  // A server that stays is in the part where it is then: it may have been said nowhere before.
  const groups = new Map(
    serversOf(after.stack).map(({ labels: { server, group } }) => [server, group]),
  );
  const [old, now] = [tiersOf(before, groups), tiersOf(after, groups)];
  const shrunk = [...now].flatMap(([id, tier]) => shrinking(tier, old.get(id)));
  const given = [...old].flatMap(([id, { servers }]) =>
    now.has(id) ? [] : [caution(servers, "is removed, and no server of its role is left")],
  );
  const known = new Set(before.architecture.machines.map(({ name }) => name));
  const points = singlePoints.added.flatMap(({ machine, data }) =>
    known.has(machine)
      ? [danger(machine, `becomes a single point of failure on the way to ${data.join(", ")}`)]
      : [caution(machine, `is a new single point of failure on the way to ${data.join(", ")}`)],
  );
  return [...shrunk, ...given, ...points];
}

function shrinking({ role, servers, data }: Tier, before: Tier | undefined): Risk[] {
  const [now, was] = [servers.length, before?.servers.length ?? 0];
  if (now >= was) return [];
  const title = `there are ${now} of the role ${role} instead of ${was}`;
  if (!data) {
    return now === 1
      ? [caution(servers, `${title.replace("are 1", "is 1")}: if it fails, nobody does its work`)]
      : [];
  }
  if (now === 1) {
    return [
      danger(
        servers,
        `is the only server left of ${was} with the data of ${role}: none can take over`,
      ),
    ];
  }
  const majority = Math.floor(now / 2) + 1;
  return [
    danger(
      servers,
      `${title}: where a majority decides (${majority} of ${now}), ${now - majority === 0 ? "none may" : `${now - majority} may`} be lost`,
    ),
  ];
}

function tiersOf(
  { stack, architecture }: Side,
  groups: ReadonlyMap<string, string>,
): Map<string, Tier> {
  const known = new Set(describedServers(architecture).map(({ name }) => name));
  const tiers = new Map<string, Tier>();
  for (const each of serversOf(stack)) {
    const { group, role, server } = each.labels;
    if (!known.has(server)) continue;
    const id = `${groups.get(server) ?? group} ${role}`;
    const { servers = [], data = false } = tiers.get(id) ?? {};
    tiers.set(id, {
      role,
      servers: [...servers, server],
      data: data || dataOf(each).length > 0,
    });
  }
  return tiers;
}
