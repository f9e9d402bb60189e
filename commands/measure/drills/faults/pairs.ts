import { from, type StagePromise, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import type { ServerContainer } from "../../../lib/server-containers.ts";
import type { Fault } from "../fault.ts";
import { findLonely } from "../lonely.ts";
import { failoverSeconds } from "./database.ts";

/** Two faults that are made at once, and repaired together. */
interface Pair {
  readonly name: string;
  /** Their names. Both are made in the same way. */
  readonly both: readonly [string, string];
  /** The roles of which the stage needs a second server, which takes over. */
  readonly left: readonly string[];
  readonly promises: readonly StagePromise[];
}

/** The pairs for which the design promises as much as for each of the two. */
const pairs: readonly Pair[] = [
  {
    name: "kill-web-and-app",
    both: ["kill-web", "kill-app"],
    left: ["web", "app"],
    promises: [from(3, waits(4))],
  },
  {
    name: "kill-app-and-load-balancer",
    both: ["kill-app", "kill-load-balancer"],
    left: ["app", "load-balancer"],
    promises: [from(3, waits(4))],
  },
  {
    name: "kill-replica-and-proxy",
    both: ["kill-replica", "kill-proxy"],
    left: ["database", "database-proxy"],
    promises: [from(4, waits(4))],
  },
  {
    name: "kill-replica-and-etcd",
    both: ["kill-replica", "kill-etcd"],
    left: ["database", "etcd"],
    promises: [from(4, unnoticed())],
  },
  {
    name: "kill-primary-and-etcd",
    both: ["kill-primary", "kill-etcd"],
    left: ["database", "etcd"],
    promises: [from(4, waits(failoverSeconds, "writes"))],
  },
  {
    name: "kill-replica-and-cache",
    both: ["kill-replica", "kill-cache"],
    left: ["database"],
    promises: [from(5, unnoticed())],
  },
  {
    name: "kill-worker-and-queue",
    both: ["kill-worker", "kill-queue"],
    left: ["worker"],
    promises: [from(6, unnoticed())],
  },
  {
    name: "kill-edge-and-file-server",
    both: ["kill-edge", "kill-file-server"],
    left: ["cdn", "file-server"],
    promises: [from(7, unnoticed())],
  },
];

/** Two servers at once. A pair is left out if one of its faults is, as without workers. */
export const twoAtOnce = (faults: readonly Fault[]): readonly Fault[] =>
  pairs.flatMap((pair) => {
    const [one, other] = pair.both.map((name) => faults.find((fault) => fault.name === name));
    return one && other ? [bothOf(pair, one, other)] : [];
  });

function bothOf({ name, left, promises }: Pair, one: Fault, other: Fault): Fault {
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
