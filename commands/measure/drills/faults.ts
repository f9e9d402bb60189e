import type { Application } from "../../../constructs/app/application.ts";
import type { DeclaredFault, Faults } from "../../../constructs/app/faults.ts";
import type { Fault, Way } from "./fault.ts";
import { app } from "./faults/app.ts";
import { database } from "./faults/database.ts";
import { front } from "./faults/front.ts";
import { helpers } from "./faults/helpers.ts";
import { machineWide } from "./faults/machine.ts";
import { badNetworks } from "./faults/network.ts";
import { twoAtOnce } from "./faults/pairs.ts";
import { slowServers } from "./faults/slow.ts";
import { programsOf } from "./programs.ts";
import { only, withRole } from "./servers.ts";
import { exec, freeze, kill } from "./ways.ts";

/**
 * All faults: those of the blueprint, from the public address to the backends, then slow ones, bad
 * networks and two at once, then those that the application declares. None fills the database's
 * disk: volumes are folders without a quota, so it would fill the Docker host's disk. Throws if two
 * have the same name.
 */
export function faultsOf(
  application: Pick<Application, "workers">,
  declared: Faults = { default: [] },
): readonly Fault[] {
  const programs = programsOf(application, declared);
  const own = declared.default.map(toFault);
  const servers = [...front, ...app, ...database(programs), ...helpers(programs)];
  const derived = [...slowServers(servers), ...badNetworks(servers), ...twoAtOnce(servers)];
  const faults = [...servers, ...derived, ...own, ...machineWide];
  const names = faults.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return faults;
  throw new Error(`two faults are named ${twice}: rename that of the application`);
}

function toFault({ victim, ...fault }: DeclaredFault): Fault {
  return { ...fault, find: only(withRole(victim)), way: wayOf(fault) };
}

function wayOf({ name, way }: Pick<DeclaredFault, "name" | "way">): Way {
  if (way === "kill") return kill;
  return way === "freeze" ? freeze : exec(name, way);
}
