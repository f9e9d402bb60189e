import type { Fault } from "./fault.ts";
import { app } from "./faults/app.ts";
import { database } from "./faults/database.ts";
import { front } from "./faults/front.ts";
import { helpers } from "./faults/helpers.ts";

/**
 * All faults, from what customers meet first to what is farthest from them. Two are left out, since
 * they can't be made here without harm to whoever shares the machine:
 * - a step of the clock: containers have the clock of the engine's machine, and Linux has no namespace
 *   for it; programs that read another time (libfaketime) would have to be in every image.
 * - a full disk of the database: volumes are folders on the engine's disk, and have no bound of their own.
 */
export const faults: readonly Fault[] = [...front, ...app, ...database, ...helpers];
