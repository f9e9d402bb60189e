import { from, unnoticed } from "../../../../constructs/app/promises.ts";
import { cut } from "../cut.ts";
import type { Fault } from "../fault.ts";
import type { Programs } from "../programs.ts";
import { named, only, withRole } from "../servers.ts";
import { exec, freeze, kill } from "../ways.ts";

const nodes = withRole("queue");
/** The other nodes report one that does not respond. */
const unresponsive = { roles: ["queue"], line: /Node '?rabbit@\S+ not responding/ };

/**
 * Sets RabbitMQ's free-disk limit. A limit above any disk's size triggers the alarm of a full disk,
 * without filling the Docker host's disk.
 */
function freeSpace(size: string): string[] {
  return ["rabbitmqctl", "-q", "set_disk_free_limit", size];
}

/** The nodes of the queue: one of them, and all. */
export const queue = (programs: Programs): readonly Fault[] => [
  {
    name: "kill-queue-node",
    what: "a node of the queue is lost",
    find: only(nodes),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: programs.notice("QUEUE"),
    alert: "ServerDown",
  },
  {
    name: "freeze-queue-node",
    what: "a node of the queue is frozen",
    find: only(nodes),
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: unresponsive,
    alert: "ServerDown",
  },
  {
    name: "cut-queue-node",
    what: "the network between a node of the queue and both its clients and the other nodes is cut",
    find: withRole("queue", "app", ...programs.workers),
    way: cut,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: unresponsive,
  },
  {
    name: "kill-queue",
    what: "the queue is lost, with all of its nodes",
    find: nodes,
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: programs.notice("QUEUE"),
    alert: "ServerDown",
  },
  {
    name: "freeze-queue",
    what: "the queue is frozen, with all of its nodes",
    find: nodes,
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: programs.notice("QUEUE"),
    alert: "ServerDown",
  },
  {
    name: "fill-disk",
    what: "the disk of a node of the queue is full",
    find: named("queue-1"),
    way: exec("fill-disk", { make: freeSpace("10000GB"), repair: freeSpace("512MB") }),
    seconds: 15,
    promises: [from(6, unnoticed())],
    noticed: { roles: ["queue"], line: /disk resource limit alarm set/ },
  },
];
