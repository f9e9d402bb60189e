import type { Fault } from "./fault.ts";
import { app } from "./faults/app.ts";
import { database } from "./faults/database.ts";
import { front } from "./faults/front.ts";
import { helpers } from "./faults/helpers.ts";
import { machineWide } from "./faults/machine.ts";

/**
 * All faults, from what customers meet first to what is farthest from them. A full disk of the database
 * is left out: volumes are folders on the engine's disk, without a bound of their own, so it would be
 * everybody's disk that is full.
 */
export const faults: readonly Fault[] = [...front, ...app, ...database, ...helpers, ...machineWide];
