import { from, goneFrom, slow, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { Turns } from "../turns.ts";
import { ofTiers, type Tiers } from "./tiers.ts";

/** Every request waits, some for more than one turn of the slow server. */
const passedOn = slow(15, "any");

/** As for a frozen one: the proxy in front takes it out of rotation, and it passes no three checks. */
const takenOut = waits(4);

/**
 * What a slow server of each tier means for clients. Where a proxy takes it out of rotation, 3 to 8 % of
 * all requests took longer than a second, in the first two seconds; 58 to 88 % where there is only one
 * server, 4 to 5 % with a primary or a replica (ADR 0052).
 */
const tiers: Tiers = {
  "public-address": [from(1, passedOn)],
  edge: [from(7, takenOut)],
  "load-balancer": [from(3, takenOut)],
  web: [from(1, passedOn), from(3, takenOut)],
  app: [from(1, passedOn), from(3, takenOut)],
  // served as before 14 s after the repair, on busy cores
  database: [from(1, slow(20, "any")), goneFrom(4)],
  proxy: [from(4, passedOn)],
  primary: [from(4, slow(20, "any"))],
  replica: [from(4, slow(8, "any", 0.5))],
  etcd: [from(4, unnoticed())],
  cache: [from(5, unnoticed())],
  "queue-node": [from(6, unnoticed())],
  worker: [from(6, unnoticed())],
  "file-server": [from(7, unnoticed())],
};

/** A slow server is worse than a dead one: it passes health checks, now and then. */
export const slowServers = (faults: readonly Fault[]): readonly Fault[] =>
  ofTiers(faults, tiers).map(({ tier, subject, find, noticed, promises }) => ({
    name: `slow-${tier}`,
    what: `${subject} answers only every three seconds`,
    find,
    way: new Turns(),
    seconds: 14,
    promises,
    noticed,
  }));
