import { from, goneFrom, slow, unnoticed } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { Turns } from "../turns.ts";
import { ofTiers, type Tiers } from "./tiers.ts";

/** Every request waits, some for more than one turn of the slow server. */
const passedOn = slow(15, "any");

/** The others take over, whenever the slow one is out of rotation; the share of two equals is a half. */
const partlyPassedOn = (share: number) => slow(8, "any", share);

/**
 * What a slow server of each tier means for clients. Measured on two cores that other programs used, too:
 * 13 to 16 % of all requests took longer than a second with a slow web server, 27 to 37 % with an app
 * server, 35 % with an edge, 58 to 88 % where there is only one server, 4 to 5 % with a primary or a replica.
 */
const tiers: Tiers = {
  "public-address": [from(1, passedOn)],
  edge: [from(7, partlyPassedOn(0.5))],
  "load-balancer": [from(3, passedOn)],
  web: [from(1, passedOn), from(3, partlyPassedOn(0.3))],
  app: [from(1, passedOn), from(3, partlyPassedOn(0.5))],
  // served as before 14 s after the repair, on busy cores
  database: [from(1, slow(20, "any")), goneFrom(4)],
  proxy: [from(4, passedOn)],
  primary: [from(4, slow(20, "any"))],
  replica: [from(4, partlyPassedOn(0.5))],
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
