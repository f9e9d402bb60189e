import { interruption } from "../../lib/interrupt.ts";
import { live } from "../../lib/progress.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Fault, Way } from "./fault.ts";
import type { Moments } from "./timeline.ts";

/** Makes a fault, and repairs it even if `during` fails or is interrupted. */
export async function whileBroken(
  { name, way }: Pick<Fault, "name" | "way">,
  victims: readonly ServerContainer[],
  during: (faultAt: number) => Promise<void>,
): Promise<Moments> {
  const faultAt = steadyNow();
  let repairedAt = faultAt;
  try {
    await way.make(victims);
    await during(faultAt);
  } finally {
    repairedAt = steadyNow();
    if (interruption.signal.aborted) live.print(`\n${name} is repaired first (${way.repaired})`);
    await repair(name, way, victims);
  }
  return { faultAt, repairedAt };
}

async function repair(name: string, way: Way, victims: readonly ServerContainer[]): Promise<void> {
  try {
    await way.repair(victims);
  } catch (error) {
    const containers = victims.map(({ container }) => container).join(", ");
    throw new UserError(
      `${name} is not repaired (${(error as Error).message}): do it by hand (${way.repaired}) for ${containers}`,
    );
  }
}
