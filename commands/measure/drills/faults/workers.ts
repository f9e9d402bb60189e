import { from, unnoticed } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import type { Programs } from "../programs.ts";
import { only, withRole } from "../servers.ts";
import { freeze, kill } from "../ways.ts";

const consumerGone = { roles: ["queue"], line: /closing AMQP connection|missed heartbeats/ };

/** The servers that consume the application's queues. */
export const workers = ({ workers }: Programs): readonly Fault[] => [
  {
    name: "kill-worker",
    what: "a worker is lost",
    find: only(withRole(...workers)),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "ServerDown",
  },
  {
    name: "freeze-worker",
    what: "a worker is frozen",
    find: only(withRole(...workers)),
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "ServerDown",
  },
  {
    name: "kill-workers",
    what: "all workers are lost",
    find: withRole(...workers),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "QueueWithoutConsumers",
  },
];
