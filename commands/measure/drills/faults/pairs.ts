import { from, type StagePromise, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import type { ServerContainer } from "../../../lib/server-containers.ts";
import type { Fault } from "../fault.ts";
import { findLonely } from "../lonely.ts";
import { failoverSeconds } from "./database.ts";

/** Two faults that are made at once, and repaired together. */
interface Pair {
  /** Their tiers, as in `kill-<tier>`. Both are made in the same way. */
  readonly both: readonly [string, string];
  /** The roles of which the stage needs a second server, which takes over. */
  readonly left: readonly string[];
  readonly promises: readonly StagePromise[];
}

/** The pairs for which the design promises as much as for each of the two. */
const pairs: readonly Pair[] = [
  {
    both: ["web", "app"],
    left: ["web", "app"],
    promises: [from(3, waits(4))],
  },
  {
    both: ["app", "load-balancer"],
    left: ["app", "load-balancer"],
    promises: [from(3, waits(4))],
  },
  {
    both: ["replica", "proxy"],
    left: ["database", "database-proxy"],
    promises: [from(4, waits(4))],
  },
  {
    both: ["replica", "etcd"],
    left: ["database", "etcd"],
    promises: [from(4, unnoticed())],
  },
  {
    both: ["primary", "etcd"],
    left: ["database", "etcd"],
    promises: [from(4, waits(failoverSeconds, "writes"))],
  },
  {
    both: ["replica", "cache"],
    left: ["database"],
    promises: [from(5, unnoticed())],
  },
  {
    both: ["worker", "queue"],
    left: ["worker"],
    promises: [from(6, unnoticed())],
  },
  {
    both: ["edge", "file-server"],
    left: ["cdn", "file-server"],
    promises: [from(7, unnoticed())],
  },
];

/** Two servers at once. A pair is left out if one of its faults is, as without workers. */
export const twoAtOnce = (faults: readonly Fault[]): readonly Fault[] =>
  pairs.flatMap((pair) => {
    const [one, other] = pair.both.map((tier) =>
      faults.find(({ name }) => name === `kill-${tier}`),
    );
    return one && other ? [bothOf(pair, one, other)] : [];
  });

function bothOf({ both, left, promises }: Pair, one: Fault, other: Fault): Fault {
  const name = `kill-${both.join("-and-")}`;
  if (one.way !== other.way) throw new Error(`${name} has two ways: ${one.name}, ${other.name}`);
  return {
    name,
    what: `${one.what}, and ${other.what}`,
    find: async (environment): Promise<ServerContainer[]> => [
      ...(await one.find(environment)),
      ...(await other.find(environment)),
    ],
    way: one.way,
    seconds: Math.max(one.seconds, other.seconds),
    promises,
    noticed: one.noticed,
    hindrance: (stage) => findLonely(stage, left),
  };
}
