import { type Fault, from } from "../fault.ts";
import { refusal, slow, unnoticed } from "../promise.ts";
import { named } from "../servers.ts";
import { freeze, fullDisk, kill, payment } from "../ways.ts";

const leftAlone = { roles: ["app"], line: /cache circuit breaker open/ };
const looking = { roles: ["app", "worker"], line: /cannot connect to the queue/ };
const consumerGone = { roles: ["queue"], line: /closing AMQP connection|missed heartbeats/ };
const filesDown = { roles: ["cdn"], line: /Server files\/\S+ (is|was) (going )?DOWN/ };
/** Without a queue the app server asks, and refuses the order; with one, a worker puts it off. */
const unpaid = {
  roles: ["app", "worker"],
  line: /the payment provider does not answer|"path":"\/orders","status":503/,
};

/** What the later stages add beside the request's way, and the company that charges cards. */
export const helpers: readonly Fault[] = [
  {
    name: "kill-cache",
    what: "the cache is lost",
    find: named("cache"),
    way: kill,
    seconds: 12,
    promises: [from(5, unnoticed())],
    noticed: leftAlone,
    alert: "CacheDown",
  },
  {
    name: "freeze-cache",
    what: "the cache stands still",
    find: named("cache"),
    way: freeze,
    seconds: 12,
    promises: [from(5, unnoticed())],
    noticed: leftAlone,
    alert: "CacheDown",
  },
  {
    name: "kill-queue",
    what: "the queue is lost",
    find: named("queue"),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: looking,
    alert: "ServerDown",
  },
  {
    name: "freeze-queue",
    what: "the queue stands still",
    find: named("queue"),
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: looking,
    alert: "ServerDown",
  },
  {
    name: "fill-disk",
    what: "the queue's disk is full",
    find: named("queue"),
    way: fullDisk,
    seconds: 15,
    promises: [from(6, unnoticed())],
    noticed: { roles: ["queue"], line: /disk resource limit alarm set/ },
  },
  {
    name: "kill-worker",
    what: "a worker is lost",
    find: named("worker-1"),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "ServerDown",
  },
  {
    name: "freeze-worker",
    what: "a worker stands still",
    find: named("worker-1"),
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "ServerDown",
  },
  {
    name: "kill-workers",
    what: "all workers are lost",
    find: named("worker-1", "worker-2"),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: consumerGone,
    alert: "QueueWithoutConsumers",
  },
  {
    name: "kill-file-server",
    what: "the file server is lost",
    find: named("file-server"),
    way: kill,
    seconds: 15,
    promises: [from(7, refusal(5, "files", 9))],
    noticed: filesDown,
    alert: "FileServerDown",
  },
  {
    name: "freeze-file-server",
    what: "the file server stands still",
    find: named("file-server"),
    way: freeze,
    seconds: 15,
    promises: [from(7, refusal(5, "files", 9))],
    noticed: filesDown,
    alert: "FileServerDown",
  },
  {
    name: "kill-payment",
    what: "the payment provider is lost",
    find: named("payment-provider"),
    way: kill,
    seconds: 20,
    promises: [from(1, refusal(5, "writes", 2)), from(6, unnoticed())],
    noticed: unpaid,
    alert: "ServerDown",
  },
  {
    name: "payment-dead",
    what: "the payment provider ends every connection without an answer",
    find: named("payment-provider"),
    way: payment("dead"),
    seconds: 20,
    promises: [from(1, refusal(5, "writes", 2)), from(6, unnoticed())],
    noticed: unpaid,
  },
  {
    name: "payment-slow",
    what: "the payment provider takes two to three seconds",
    find: named("payment-provider"),
    way: payment("slow"),
    seconds: 20,
    promises: [from(1, slow(5, "writes")), from(6, unnoticed())],
  },
];
