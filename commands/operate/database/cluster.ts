import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { interruption } from "../../lib/interrupt.ts";
import {
  listContainers,
  runs,
  type ServerContainer,
  startCommand,
} from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { isReplicated, joinMembers, type Listed, type Member } from "./members.ts";
import { patronictl } from "./patronictl.ts";

/** Reads the members of the replicated database; throws if it has none or the leader is unknown. */
export async function readMembers(environment: Environment): Promise<Member[]> {
  const containers = await listContainers(environment, "database");
  const running = containers.filter(runs);
  const problem =
    whyUnreadable(containers, variablesOf(environment)) ??
    whyNoMajority(await listContainers(environment, "etcd"));
  if (problem) throw new UserError(problem);

  let output = "";
  for (const { container } of running) {
    const answer = await patronictl(container, ["list", "-f", "json"]);
    if (answer.ok) return joinMembers(containers, JSON.parse(answer.output) as Listed[]);
    output = answer.output;
    // Another member gets the same answer from etcd, unless this one runs without Patroni.
    if (!/Error response from daemon|suitable configuration/.test(output)) break;
  }
  throw new UserError(
    `the leader is unknown (${output}): etcd needs two of its three servers, check them with "docker ps --all --filter label=blueprint.role=etcd" and docker logs`,
  );
}

/** Reads the members until they are as wanted or the time is up; returns the last result. */
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

/** Returns why the members cannot be read, if so. */
export function whyUnreadable(
  containers: readonly ServerContainer[],
  variables: string,
): string | undefined {
  const [first] = containers;
  if (!first) return `no database is deployed here: deploy a stage (${variables}npm run deploy)`;
  if (!isReplicated(containers)) {
    return `${first.name} has no replicas: ${variables}npm run deploy stage-4 adds them`;
  }
  if (containers.some(runs)) return undefined;
  return `no member of the database runs: start all of them, to include the last primary (${containers.map(startCommand).join("; ")})`;
}

/** Returns why the members cannot elect a leader, if so. */
export function whyNoMajority(etcd: readonly ServerContainer[]): string | undefined {
  const stopped = etcd.filter((each) => !runs(each));
  if (stopped.length * 2 < etcd.length) return undefined;
  return `the leader is unknown, because etcd has no majority (${stopped.length} of ${etcd.length} servers do not run); the primary keeps running only while it reaches all members: ${stopped.map(startCommand).join("; ")}`;
}
