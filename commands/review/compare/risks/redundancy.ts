import { serversOf } from "../../../lib/stack/container.ts";
import type { Changes, Side } from "../changes.ts";
import { describedServers } from "../graph.ts";
import { dataOf } from "../pairs.ts";
import { caution, danger, type Risk } from "../risk.ts";

/** Servers with the same role in the same group of a stage. */
interface Tier {
  readonly role: string;
  readonly servers: readonly string[];
  readonly data: boolean;
}

/** Finds tiers with fewer servers, and new single points of failure. */
export function redundancy({ before, after, singlePoints }: Changes): Risk[] {
  // The new group of a remaining server counts: it may have had no group label before.
  const groups = new Map(
    serversOf(after.stack).map(({ labels: { server, group } }) => [server, group]),
  );
  const [old, now] = [tiersOf(before, groups), tiersOf(after, groups)];
  const smaller = [...now].flatMap(([id, tier]) => smallerTier(tier, old.get(id)));
  const removed = [...old].flatMap(([id, { servers }]) =>
    now.has(id) ? [] : [caution(servers, "is removed, and no server of its role is left")],
  );
  const known = new Set(before.architecture.machines.map(({ name }) => name));
  const points = singlePoints.added.flatMap(({ machine, data }) =>
    known.has(machine)
      ? [danger(machine, `becomes a single point of failure on the path to ${data.join(", ")}`)]
      : [caution(machine, `is a new single point of failure on the path to ${data.join(", ")}`)],
  );
  return [...smaller, ...removed, ...points];
}

function smallerTier({ role, servers, data }: Tier, before: Tier | undefined): Risk[] {
  const [now, was] = [servers.length, before?.servers.length ?? 0];
  if (now >= was) return [];
  const title = `there are ${now} servers with the role ${role} instead of ${was}`;
  if (!data) {
    return now === 1
      ? [
          caution(
            servers,
            `${title.replace("are 1 servers", "is 1 server")}: if it fails, no other server does its work`,
          ),
        ]
      : [];
  }
  if (now === 1) {
    return [
      danger(
        servers,
        `is the only server left of ${was} with the data of ${role}: no other server can take over`,
      ),
    ];
  }
  const quorum = Math.floor(now / 2) + 1;
  return [
    danger(
      servers,
      `${title}: if they need a quorum (${quorum} of ${now}), ${now - quorum === 0 ? "none" : now - quorum} may fail`,
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
