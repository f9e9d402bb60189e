import { from, goneFrom, slow, unnoticed } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { Turns } from "../turns.ts";
import { ofTiers, type Tiers } from "./tiers.ts";

const everything = slow(5, "any");

/** What a slow server of each tier means for clients. */
const tiers: Tiers = {
  "public-address": [from(1, everything)],
  edge: [from(7, everything)],
  "load-balancer": [from(3, everything)],
  web: [from(1, everything)],
  app: [from(1, everything)],
  database: [from(1, everything), goneFrom(4)],
  proxy: [from(4, everything)],
  primary: [from(4, everything)],
  replica: [from(4, everything)],
  etcd: [from(4, unnoticed())],
  cache: [from(5, unnoticed())],
  queue: [from(6, unnoticed())],
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
