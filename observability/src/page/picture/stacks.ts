import { type Arrow, CUSTOMERS, type Picture } from "../../../../architecture/picture.ts";

/** Tiers in one column of the picture: a main tier, and those that are connected to it alone. */
export interface Stack {
  /** The id of the main tier. */
  readonly main: string;
  /** Ids from top to bottom. */
  readonly members: readonly string[];
}

/** Groups the tiers of a picture into stacks; `between` are the arrows from stack to stack. */
export function stacksOf({ tiers, arrows }: Picture): { stacks: Stack[]; between: Arrow[] } {
  const groups = new Map(tiers.map(({ id, group }) => [id, group]));
  const partners = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    partners.set(from, (partners.get(from) ?? new Set()).add(to));
    partners.set(to, (partners.get(to) ?? new Set()).add(from));
  }
  const home = new Map<string, string>();
  for (const id of [CUSTOMERS, ...groups.keys()]) {
    const [partner, ...others] = partners.get(id) ?? [];
    const belongs = id === CUSTOMERS || groups.get(id) === groups.get(partner ?? "");
    if (partner && others.length === 0 && belongs && !home.has(partner)) home.set(id, partner);
  }

  const mains = [...groups.keys()].filter((id) => !home.has(id));
  const stacks = mains.map((main) => {
    const guests = [...home].filter(([, host]) => host === main).map(([id]) => id);
    const callsMain = (id: string) => arrows.some(({ from, to }) => from === id && to === main);
    return {
      main,
      members: [...guests.filter(callsMain), main, ...guests.filter((id) => !callsMain(id))],
    };
  });
  return { stacks, between: arrows.filter(({ from, to }) => !home.has(from) && !home.has(to)) };
}
