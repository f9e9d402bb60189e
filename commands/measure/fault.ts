import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { step } from "../lib/progress.ts";
import { listStages } from "../lib/stage-name.ts";
import { UserError } from "../lib/user-error.ts";
import type { Fault } from "./drills/fault.ts";
import { listFaults } from "./drills/list.ts";
import { loadFaults } from "./drills/load-faults.ts";

const faults = await loadFaults();
const lasting = faults.filter(({ way }) => way.stays);

/** `npm run fault`: makes a fault that lasts until it is repaired, for lessons. */
export const command = newCommand("fault", "makes a fault that lasts, or repairs it", [
  "npm run fault                          # lists the faults",
  "npm run fault -- fill-disk",
  "npm run fault -- fill-disk --repair",
])
  .argument("[name]", "which fault")
  .option("--repair", "repair it")
  .action(async (name: string | undefined, { repair = false }: { readonly repair?: boolean }) => {
    if (name === undefined) console.log(listFaults(lasting, listStages()).join("\n"));
    else await switchFault(findLasting(name), repair);
  });

async function switchFault({ name, what, find, way }: Fault, repair: boolean): Promise<void> {
  const environment = readEnvironment();
  const victims = await find(environment);
  const servers = victims.map((each) => each.name).join(", ");
  await step(`${repair ? "repairing" : "making"} ${name} at ${servers}`, () =>
    repair ? way.repair(victims) : way.make(victims),
  );
  console.log(repair ? `${name} is repaired` : `${what}, until it is repaired: ${way.repaired}`);
}

function findLasting(name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (!fault) throw new UserError(`there is no fault "${name}": npm run fault lists them`);
  if (fault.way.stays) return fault;
  throw new UserError(
    `${name} lasts only for its drill: make it with npm run drill; npm run fault lists the others`,
  );
}
