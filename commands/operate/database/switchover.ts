import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { step } from "../../lib/progress.ts";
import { describeStopped } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers, readUntil } from "./cluster.ts";
import { leads, type Member, primaryOf, synchronousOf, whyNoMember } from "./members.ts";
import { patronictl, refusalOf } from "./patronictl.ts";

/** Patroni stops the old primary first, which waits for its last writes. */
const limitSeconds = 60;
/** How long the old primary may take to rejoin: it is rewound if necessary, and catches up. */
const returnMs = 30_000;

/**
 * Switches the primary over to another member. No acknowledged write is lost: the old primary stops
 * when the new one has all its writes.
 * @param name a synchronous member. @default - the first one
 */
export async function switchOver(environment: Environment, name?: string): Promise<void> {
  const members = await readMembers(environment);
  const status = `${variablesOf(environment)}npm run database -- status`;
  const { from, to } = pickCandidate(members, status, name);

  await step(`switching over from ${from.name} to ${to.name}`, async (report) => {
    const { ok, output } = await patronictl(
      to.container,
      ["switchover", "--force", "--leader", from.name, "--candidate", to.name],
      limitSeconds,
    );
    const refusal = ok ? refusalOf(output) : output;
    if (refusal) {
      throw new UserError(
        `Patroni refused the switchover (${refusal}): see "docker logs ${from.container}", then run the same command again`,
      );
    }
    const after = await readUntil(environment, leads(to.name), limitSeconds * 1000);
    if (!leads(to.name)(after)) {
      throw new UserError(
        `${to.name} is not the primary after ${limitSeconds} s: see "docker logs ${to.container}" and ${status}`,
      );
    }
    report(`${to.name} is the primary, ${from.name} rejoins as a replica`);
    const before = synchronousOf(members).length;
    await readUntil(environment, (now) => synchronousOf(now).length >= before, returnMs);
  });
}

/**
 * Picks the members of a switchover; throws if it could lose writes.
 * @param status the command that shows the members
 */
export function pickCandidate(
  members: readonly Member[],
  status: string,
  name = synchronousOf(members)[0],
): { from: Member; to: Member } {
  const from = primaryOf(members);
  if (!from) {
    throw new UserError(`there is no primary to switch over from: ${status} shows the members`);
  }
  if (name === undefined) {
    throw new UserError(
      `no replica is synchronous, so only ${from.name} has every write: start the others and wait until ${status} shows one as synchronous`,
    );
  }
  const unknown = whyNoMember(members, name);
  if (unknown) throw new UserError(unknown);
  const to = members.find((member) => member.name === name) as Member;
  if (to === from) throw new UserError(`${name} is already the primary`);
  if (to.role === "stopped") throw new UserError(describeStopped(to));
  if (to.role !== "synchronous") {
    throw new UserError(
      `${name} is not synchronous (${to.state}), so it may lack writes: wait until ${status} shows it as synchronous`,
    );
  }
  return { from, to };
}
