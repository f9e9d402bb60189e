import { from, goneFrom, refusal, waits } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { machine, named } from "../servers.ts";
import { freeze, kill } from "../ways.ts";

/** The proxy on a web server's machine reports an app server that fails its health checks. */
const unanswered = {
  roles: ["web"],
  line: /Server app\/\S+ (is|was) (going )?DOWN/,
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
    promises: [from(1, refusal(10, "any", 1)), from(3, waits(4))],
    noticed: unanswered,
    alert: "ServerDown",
  },
];
