import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { run } from "../../lib/process.ts";
import { step } from "../../lib/progress.ts";
import { describeStopped } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers, readUntil } from "./cluster.ts";
import { leads, type Member, primaryOf, synchronousOf, whyNoMember } from "./members.ts";
import { patronictl, refusalOf } from "./patronictl.ts";

/** A failed leader's lease expires within 20 s; then a standby is promoted. */
const leaseMs = 28_000;
/** How long to wait for Patroni's own election if nobody holds the lease. */
const electionMs = 6_000;
const limitSeconds = 40;

/**
 * Promotes a member if there is no primary, or if the primary does not respond. That one is killed
 * first, because Patroni would ask it to stop and wait forever.
 *
 * Before a failed leader's lease expires, nobody can be promoted. Afterwards Patroni itself
 * promotes the first synchronous standby. It never promotes one that is not synchronous: only that
 * is requested here.
 * @param accepts whether writes that the member lacks may be lost
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
    await step(`killing ${primary.name}: it is the primary and does not respond`, () =>
      run("docker", ["kill", primary.container]),
    );
  }
  const isLeased = members.some(({ holdsLease }) => holdsLease);
  await step(`promoting ${name}`, async (report) => {
    if (isLeased) report("the failed leader's lease expires within 20 s");
    const limitMs = isLeased ? leaseMs : electionMs;
    const elected = primaryOf(await readUntil(environment, hasPrimary, limitMs));
    if (!elected) return request(environment, candidate);
    if (elected.name !== name) {
      throw new UserError(
        `Patroni has promoted ${elected.name} itself, without losing a write: to make ${name} the primary, run ${variables}npm run database -- switchover ${name}`,
      );
    }
  });
}

/** Returns why a member must not be promoted, and what to do instead. */
export function whyNotPromote(
  members: readonly Member[],
  name: string,
  { answers, accepts }: { readonly answers: boolean; readonly accepts: boolean },
  variables: string,
): string | undefined {
  const candidate = members.find((member) => member.name === name);
  if (!candidate) return whyNoMember(members, name);
  const primary = primaryOf(members);
  if (primary === candidate) return `${name} is already the primary`;
  if (primary && answers) {
    return `${primary.name} is the primary and responds: run ${variables}npm run database -- switchover ${name}, which loses no write`;
  }
  if (candidate.role === "stopped") return describeStopped(candidate);
  if (candidate.role === "synchronous" || accepts) return undefined;
  const better = synchronousOf(members).join(" or ");
  const instead = better ? `promote ${better}` : "start the last primary or a synchronous standby";
  return `${name} was not a synchronous standby, so it may lack acknowledged writes: ${instead}, or accept their loss with ${variables}npm run database -- promote ${name} --yes`;
}

/** Requests a failover to a member, whatever it lacks. */
async function request(environment: Environment, { name, container }: Member): Promise<void> {
  const args = ["failover", "--force", "--candidate", name];
  const answer = await patronictl(container, args, limitSeconds);
  const refusal = answer.ok ? refusalOf(answer.output) : answer.output;
  const see = `see "docker logs ${container}"`;
  if (refusal) throw new UserError(`Patroni did not promote ${name} (${refusal}): ${see}`);

  if (leads(name)(await readUntil(environment, leads(name), limitSeconds * 1000))) return;
  throw new UserError(
    `${name} is not the primary after ${limitSeconds} s: ${see}; Patroni keeps the request and promotes it as soon as possible`,
  );
}

function hasPrimary(members: readonly Member[]): boolean {
  return primaryOf(members) !== undefined;
}

/** Whether a server answers: a frozen one keeps its connections open and answers nothing. */
async function answersQueries({ container }: Member): Promise<boolean> {
  const ask = ["pg_isready", "--quiet", "--host=127.0.0.1", "--timeout=3"];
  const { ok } = await run("docker", ["exec", container, "timeout", "5", ...ask], {
    timeoutMs: 10_000,
  });
  return ok;
}
