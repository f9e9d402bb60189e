import { from, unnoticed } from "../../../../constructs/app/promises.ts";
import { listContainers } from "../../../lib/server-containers.ts";
import { ClockStep } from "../clock-step.ts";
import type { Fault } from "../fault.ts";
import { only } from "../servers.ts";

/** Longer than the time-outs of programs that count by the clock: PostgreSQL gives up a replica after 60 s. */
const stepSeconds = 90;

/** Patroni's lease lasts 20 s. */
const lastingSeconds = 40;

/** What happens to the Docker host, and so to all that runs there beside the environment. */
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
