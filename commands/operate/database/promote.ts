import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { run } from "../../lib/process.ts";
import { step } from "../../lib/progress.ts";
import { describeStopped } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers, readUntil } from "./cluster.ts";
import { leads, type Member, primaryOf, synchronousOf, whyNoMember } from "./members.ts";
import { patronictl, refusalOf } from "./patronictl.ts";

/** A lost leader's lease lasts 20 s, and then a synchronous standby takes a moment. */
const leaseMs = 28_000;
/** How long Patroni is given to elect one itself where nobody holds the lease. */
const electionMs = 6_000;
const limitSeconds = 40;

/**
 * Makes a member the primary where none leads, or where the one that leads does not answer: that
 * one is killed first, since Patroni would ask it to stop and wait for it for ever.
 *
 * Nobody can be promoted before a lost leader's lease has ended, and then Patroni promotes a
 * synchronous standby itself, whichever is first. What it never does is to take one that is not
 * synchronous: only that is asked of it here.
 * @param accepts whether the orders that the member lacks may be lost
 */
export async function promote(
  environment: Environment,
  name: string,
  accepts: boolean,
): Promise<void> {
  const members = await readMembers(environment);
  const primary = primaryOf(members);
  const answers = primary !== undefined && (await answersQueries(primary));
  const variables = variablesOf(environment);
  const problem = whyNotPromote(members, name, { answers, accepts }, variables);
  if (problem) throw new UserError(problem);
  const candidate = members.find((member) => member.name === name) as Member;

  if (primary) {
    await step(`killing ${primary.name}: it leads and does not answer`, () =>
      run("docker", ["kill", primary.container]),
    );
  }
  const isLeased = members.some(({ holdsLease }) => holdsLease);
  await step(`promoting ${name}`, async (tell) => {
    if (isLeased) tell("the lost leader's lease lasts 20 s");
    const limitMs = isLeased ? leaseMs : electionMs;
    const elected = primaryOf(await readUntil(environment, hasPrimary, limitMs));
    if (!elected) return request(environment, candidate);
    if (elected.name !== name) {
      throw new UserError(
        `Patroni made ${elected.name} the primary itself, without losing an order: ${variables}npm run database -- switchover ${name} hands over`,
      );
    }
  });
}

/** Why a member is not to be promoted, and what to do instead. */
export function whyNotPromote(
  members: readonly Member[],
  name: string,
  { answers, accepts }: { readonly answers: boolean; readonly accepts: boolean },
  variables: string,
): string | undefined {
  const candidate = members.find((member) => member.name === name);
  if (!candidate) return whyNoMember(members, name);
  const primary = primaryOf(members);
  if (primary === candidate) return `${name} leads already`;
  if (primary && answers) {
    return `${primary.name} leads and answers: ${variables}npm run database -- switchover ${name} hands over without losing an order`;
  }
  if (candidate.role === "stopped") return describeStopped(candidate);
  if (candidate.role === "synchronous" || accepts) return undefined;
  const better = synchronousOf(members).join(" or ");
  const instead = better ? `promote ${better}` : "start the member that led, or one that was";
  return `${name} was not a synchronous standby, so it may lack orders that were acknowledged: ${instead}, or lose those orders with ${variables}npm run database -- promote ${name} --yes`;
}

/** Has Patroni promote a member, whatever it lacks. */
async function request(environment: Environment, { name, container }: Member): Promise<void> {
  const words = ["failover", "--force", "--candidate", name];
  const answer = await patronictl(container, words, limitSeconds);
  const refusal = answer.ok ? refusalOf(answer.words) : answer.words;
  const see = `see "docker logs ${container}"`;
  if (refusal) throw new UserError(`Patroni did not promote ${name} (${refusal}): ${see}`);

  if (leads(name)(await readUntil(environment, leads(name), limitSeconds * 1000))) return;
  throw new UserError(
    `${name} does not lead after ${limitSeconds} s: ${see}; Patroni keeps the request, so it leads as soon as it can`,
  );
}

function hasPrimary(members: readonly Member[]): boolean {
  return primaryOf(members) !== undefined;
}

/** A server that hangs keeps its connections open and answers nothing. */
async function answersQueries({ container }: Member): Promise<boolean> {
  const ask = ["pg_isready", "--quiet", "--host=127.0.0.1", "--timeout=3"];
  const { ok } = await run("docker", ["exec", container, "timeout", "5", ...ask], {
    timeoutMs: 10_000,
  });
  return ok;
}
