import type { Application } from "../../../constructs/app/application.ts";
import type { DeclaredFault, Faults } from "../../../constructs/app/faults.ts";
import type { Fault, Way } from "./fault.ts";
import { app } from "./faults/app.ts";
import { database } from "./faults/database.ts";
import { front } from "./faults/front.ts";
import { helpers } from "./faults/helpers.ts";
import { machineWide } from "./faults/machine.ts";
import { programsOf } from "./programs.ts";
import { only, withRole } from "./servers.ts";
import { exec, freeze, kill } from "./ways.ts";

/**
 * All faults, from what clients meet first to what is farthest from them, those that the application
 * declares after the blueprint's. A full disk of the database is left out: volumes are folders on the
 * disk of the Docker host, without a bound of their own, so it would be everybody's disk that is full.
 * Throws if two have one name.
 */
export function faultsOf(
  application: Pick<Application, "workers">,
  declared: Faults = { default: [] },
): readonly Fault[] {
  const programs = programsOf(application, declared);
  const own = declared.default.map(toFault);
  const all = [...front, ...app, ...database(programs), ...helpers(programs), ...own];
  const faults = [...all, ...machineWide];
  const names = faults.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return faults;
  throw new Error(`the application's fault ${twice} is not the only one of that name: rename it`);
}

function toFault({ victim, ...fault }: DeclaredFault): Fault {
  return { ...fault, find: only(withRole(victim)), way: wayOf(fault) };
}

function wayOf({ name, way }: Pick<DeclaredFault, "name" | "way">): Way {
  if (way === "kill") return kill;
  return way === "freeze" ? freeze : exec(name, way);
}
