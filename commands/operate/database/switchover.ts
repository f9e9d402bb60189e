import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { step } from "../../lib/progress.ts";
import { describeStopped } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers, readUntil } from "./cluster.ts";
import { leads, type Member, primaryOf, synchronousOf, whyNoMember } from "./members.ts";
import { patronictl, refusalOf } from "./patronictl.ts";

/** Patroni stops the old primary first, which may take as long as its last writes. */
const limitSeconds = 60;
/** The old primary is rewound if it has to be, and catches up. */
const returnMs = 30_000;

/**
 * Has another member lead. Patroni sees to it that no acknowledged order is lost: the old primary
 * stops when the new one has all that it wrote.
 * @param name a synchronous member; the first one if it is left out
 */
export async function switchOver(environment: Environment, name?: string): Promise<void> {
  const members = await readMembers(environment);
  const status = `${variablesOf(environment)}npm run database -- status`;
  const { from, to } = pickSuccessor(members, status, name);

  await step(`handing over from ${from.name} to ${to.name}`, async (tell) => {
    const { ok, words } = await patronictl(
      to.container,
      ["switchover", "--force", "--leader", from.name, "--candidate", to.name],
      limitSeconds,
    );
    const refusal = ok ? refusalOf(words) : words;
    if (refusal) {
      throw new UserError(
        `Patroni did not hand over (${refusal}): see "docker logs ${from.container}", then run the same command again`,
      );
    }
    const after = await readUntil(environment, leads(to.name), limitSeconds * 1000);
    if (!leads(to.name)(after)) {
      throw new UserError(
        `${to.name} does not lead after ${limitSeconds} s: see "docker logs ${to.container}" and ${status}`,
      );
    }
    tell(`${to.name} leads, ${from.name} comes back as a replica`);
    const before = synchronousOf(members).length;
    await readUntil(environment, (now) => synchronousOf(now).length >= before, returnMs);
  });
}

/**
 * Throws if the hand-over would not be without loss.
 * @param status the command that shows the members
 */
export function pickSuccessor(
  members: readonly Member[],
  status: string,
  name = synchronousOf(members)[0],
): { from: Member; to: Member } {
  const from = primaryOf(members);
  if (!from) {
    throw new UserError(
      `nobody leads, so there is nothing to hand over: ${status} tells what is going on`,
    );
  }
  if (name === undefined) {
    throw new UserError(
      `no replica is synchronous, so only ${from.name} has every order: start the others and wait until ${status} calls one synchronous`,
    );
  }
  const unknown = whyNoMember(members, name);
  if (unknown) throw new UserError(unknown);
  const to = members.find((member) => member.name === name) as Member;
  if (to === from) throw new UserError(`${name} leads already`);
  if (to.role === "stopped") throw new UserError(describeStopped(to));
  if (to.role !== "synchronous") {
    throw new UserError(
      `${name} is not synchronous (${to.state}), so it may lack orders: wait until ${status} calls it that`,
    );
  }
  return { from, to };
}
