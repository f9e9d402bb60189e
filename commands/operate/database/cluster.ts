import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { interruption } from "../../lib/interrupt.ts";
import {
  listContainers,
  runs,
  type ServerContainer,
  startOf,
} from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { isReplicated, joinMembers, type Listed, type Member } from "./members.ts";
import { patronictl } from "./patronictl.ts";

/** The members of the replicated database; throws if there are none, or none can tell. */
export async function readMembers(environment: Environment): Promise<Member[]> {
  const containers = await listContainers(environment, "database");
  const running = containers.filter(runs);
  const problem =
    whyUnreadable(containers, variablesOf(environment)) ??
    whyNoMajority(await listContainers(environment, "etcd"));
  if (problem) throw new UserError(problem);

  let words = "";
  for (const { container } of running) {
    const answer = await patronictl(container, ["list", "-f", "json"]);
    if (answer.ok) return joinMembers(containers, JSON.parse(answer.words) as Listed[]);
    words = answer.words;
    // They all ask the same etcd, but for a server that was to go on alone, which knows of none.
    if (!/Error response from daemon|suitable configuration/.test(words)) break;
  }
  throw new UserError(
    `the members can't tell who leads (${words}): etcd needs two of its three servers, see with "docker ps --all --filter label=blueprint.role=etcd" that they run and with docker logs what they say`,
  );
}

/** Reads the members until they are as wanted, and gives the last reading. */
export async function readUntil(
  environment: Environment,
  wanted: (members: Member[]) => boolean,
  limitMs: number,
): Promise<Member[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    const members = await readMembers(environment);
    if (wanted(members) || Date.now() > end) return members;
    await sleep(500, undefined, { signal: interruption.signal });
  }
}

/** Why there is nothing to ask, if so. */
export function whyUnreadable(
  containers: readonly ServerContainer[],
  variables: string,
): string | undefined {
  const [first] = containers;
  if (!first) return `no database is deployed here: deploy a stage (${variables}npm run deploy)`;
  if (!isReplicated(containers)) {
    return `${first.name} runs alone: ${variables}npm run deploy stage-4 gives it replicas`;
  }
  if (containers.some(runs)) return undefined;
  return `no member of the database runs: start them all, so that the one which led is among them (${containers.map(startOf).join("; ")})`;
}

/** Why the members can't agree on a leader, if so. */
export function whyNoMajority(etcd: readonly ServerContainer[]): string | undefined {
  const stopped = etcd.filter((each) => !runs(each));
  if (stopped.length * 2 < etcd.length) return undefined;
  return `the members can't tell who leads, as etcd has no majority (${stopped.length} of ${etcd.length} servers do not run); the primary goes on only while it reaches all members: ${stopped.map(startOf).join("; ")}`;
}
