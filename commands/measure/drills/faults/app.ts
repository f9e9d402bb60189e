import {
  from,
  goneFrom,
  outage,
  partly,
  refusal,
  waits,
} from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { machine, named } from "../servers.ts";
import { freeze, kill } from "../ways.ts";

/** nginx reports an upstream that does not respond. */
const unanswered = {
  roles: ["web"],
  line: /connect\(\) failed|could not be resolved|upstream (timed out|prematurely closed)/,
};

/** The machine of stage 1, and the app servers. */
export const app: readonly Fault[] = [
  {
    name: "kill-machine",
    what: "the one machine is lost, with all of its servers",
    find: machine,
    way: kill,
    seconds: 25,
    promises: [from(1, refusal(10)), goneFrom(2)],
    noticed: { roles: ["public-address"], line: /Server entry\/\S+ (is|was) (going )?DOWN/ },
  },
  {
    name: "kill-app",
    what: "an app server is lost",
    find: named("app-1"),
    way: kill,
    seconds: 12,
    // after its start the first responses are slow, until JIT compilation: 2.6 s
    promises: [from(1, refusal(10)), from(3, waits(4))],
    noticed: unanswered,
    alert: "ServerDown",
  },
  {
    name: "freeze-app",
    what: "an app server is frozen",
    find: named("app-1"),
    way: freeze,
    seconds: 15,
    promises: [from(1, outage(10)), from(3, partly(outage(10)))],
    noticed: unanswered,
    alert: "ServerDown",
  },
];
