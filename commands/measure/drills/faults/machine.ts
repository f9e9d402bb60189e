import { from, unnoticed } from "../../../../constructs/app/promises.ts";
import { listContainers } from "../../../lib/server-containers.ts";
import { ClockStep } from "../clock-step.ts";
import type { Fault } from "../fault.ts";
import { only } from "../servers.ts";

/** Longer than timeouts by the wall clock: PostgreSQL's for a replica is 60 s. */
const stepSeconds = 90;

/** Patroni's lease lasts 20 s. */
const lastingSeconds = 40;

/** Faults of the Docker host, which also affect other programs there. */
export const machineWide: readonly Fault[] = [
  {
    name: "clock-ahead",
    what: "the clock jumps ahead by a minute and a half",
    find: only(listContainers),
    way: new ClockStep(stepSeconds),
    seconds: lastingSeconds,
    promises: [from(1, unnoticed())],
    onlyNamed: true,
  },
  {
    name: "clock-back",
    what: "the clock jumps back by a minute and a half",
    find: only(listContainers),
    way: new ClockStep(-stepSeconds),
    seconds: lastingSeconds,
    promises: [from(1, unnoticed())],
    onlyNamed: true,
  },
];
