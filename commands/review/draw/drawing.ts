import type { Architecture, Machine } from "../../../architecture/model.ts";
import { type Picture, pictureOf, type Tier } from "../../../architecture/picture.ts";
import { sizeText, titleOf } from "../../../observability/src/page/names.ts";
import type { Comparison } from "../compare/comparison.ts";
import type { Change } from "../compare/line.ts";

/** What is drawn: hosts in tiers, and arrows from clients to upstreams. */
export interface Drawing {
  readonly title: string;
  readonly tiers: readonly DrawnTier[];
  readonly arrows: readonly DrawnArrow[];
}

/** Hosts with the same role. */
export interface DrawnTier {
  readonly id: string;
  readonly title: string;
  /** The name of the frame around it and other tiers; left out if it has none. */
  readonly frame?: string;
  readonly change: Change;
  readonly hosts: readonly DrawnHost[];
  /** `top` for the entry, `bottom` for data servers without upstreams. */
  readonly place?: "top" | "bottom";
  /** Titles of its upstreams that are drawn without an arrow, because they are too many. */
  readonly otherUpstreams: readonly string[];
}

export interface DrawnHost {
  readonly name: string;
  readonly size: string;
  readonly change: Change;
  /** The servers on it; empty if there is only one, with the host's name. */
  readonly servers: readonly string[];
}

export interface DrawnArrow {
  readonly from: string;
  readonly to: string;
  /** `:5432` */
  readonly label: string;
  readonly change: Change;
}

/** A tier with more upstreams is drawn without arrows. */
const MAX_ARROWS = 5;

/** Draws a stage. */
export function drawStage(architecture: Architecture): Drawing {
  return draw(
    architecture.stage,
    pictureOf(architecture),
    () => "unchanged",
    () => "unchanged",
  );
}

/** Draws the changes from one stage to another, with removed and added hosts. */
export function drawComparison({ before, after, lines }: Comparison): Drawing {
  const [old, now] = [before, after].map(({ architecture }) => pictureOf(architecture)) as [
    Picture,
    Picture,
  ];
  const [oldHosts, newHosts] = [before, after].map(
    ({ architecture }) => new Set(architecture.machines.map(({ name }) => name)),
  );
  const servers = lines.filter(({ kind }) => kind === "server");
  const changes = new Map(servers.map(({ name, change }) => [name, change]));
  const hostChange = ({ name, servers }: Machine): Change => {
    if (!newHosts?.has(name)) return "removed";
    if (!oldHosts?.has(name)) return "added";
    const all = servers.map((server) => changes.get(server.name) ?? "unchanged");
    return all.find((change) => change !== "unchanged") ?? "unchanged";
  };
  const [oldArrows, newArrows] = [old, now].map(
    ({ arrows }) => new Set(arrows.map(({ id }) => id)),
  );
  return draw(`${before.stack.name} → ${after.stack.name}`, merge(old, now), hostChange, (id) => {
    if (!newArrows?.has(id)) return "removed";
    return oldArrows?.has(id) ? "unchanged" : "added";
  });
}

/** Merges two pictures; a host in both is drawn as in the second one. */
function merge(old: Picture, now: Picture): Picture {
  const tiers = new Map(now.tiers.map((tier) => [tier.id, tier]));
  for (const tier of old.tiers) {
    const machines = tiers.get(tier.id)?.machines ?? [];
    const known = new Set(machines.map(({ name }) => name));
    const gone = tier.machines.filter(({ name }) => !known.has(name));
    tiers.set(tier.id, { ...tier, machines: [...machines, ...gone] });
  }
  const arrows = new Map([...old.arrows, ...now.arrows].map((arrow) => [arrow.id, arrow]));
  return { tiers: [...tiers.values()], arrows: [...arrows.values()], observers: [] };
}

function draw(
  title: string,
  { tiers, arrows }: Picture,
  changeOf: (host: Machine) => Change,
  arrowChange: (id: string) => Change,
): Drawing {
  const titles = new Map(tiers.map((tier) => [tier.id, titleOfTier(tier, tiers)]));
  const own = arrows.filter(({ from }) => titles.has(from));
  const upstreamsOf = (id: string) => own.filter(({ from }) => from === id);
  const isHub = (id: string) => upstreamsOf(id).length > MAX_ARROWS;
  const framed = new Set(tiers.filter(({ id }) => isHub(id)).map(({ group }) => group));
  return {
    title,
    tiers: tiers.map((tier): DrawnTier => {
      const hosts = tier.machines.map((machine) => hostOf(machine, changeOf(machine)));
      return {
        id: tier.id,
        title: titles.get(tier.id) ?? tier.id,
        ...(framed.has(tier.group) ? { frame: tier.group } : {}),
        change: together(hosts.map(({ change }) => change)),
        hosts,
        place: placeOf(tier, upstreamsOf(tier.id).length),
        otherUpstreams: isHub(tier.id)
          ? upstreamsOf(tier.id).map(({ to }) => titles.get(to) ?? to)
          : [],
      };
    }),
    arrows: own
      .filter(({ from }) => !isHub(from))
      .map(({ id, from, to, port }) => ({ from, to, label: `:${port}`, change: arrowChange(id) })),
  };
}

/** Returns a tier's title, with its group if another tier has the same role. */
function titleOfTier({ role, group }: Tier, tiers: readonly Tier[]): string {
  const isOnly = tiers.filter((tier) => tier.role === role).length === 1;
  return isOnly ? titleOf(role) : `${titleOf(role)} (${group})`;
}

function hostOf({ name, size, servers }: Machine, change: Change): DrawnHost {
  const [only, ...others] = servers.map((server) => server.name);
  const isAlone = others.length === 0 && only === name;
  return {
    name,
    size: sizeText(size),
    change,
    servers: isAlone ? [] : servers.map((server) => `${server.name} :${server.port}`),
  };
}

function placeOf({ machines }: Tier, upstreams: number): DrawnTier["place"] {
  const servers = machines.flatMap((machine) => machine.servers);
  if (servers.some(({ role }) => role === "public-address")) return "top";
  return upstreams === 0 && servers.some(({ data }) => data) ? "bottom" : undefined;
}

function together(changes: readonly Change[]): Change {
  const [first = "unchanged", ...others] = new Set(changes);
  return others.length === 0 ? first : "changed";
}
