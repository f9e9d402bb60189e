import { from, refusal, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import { cut } from "../cut.ts";
import type { Fault } from "../fault.ts";
import type { Programs } from "../programs.ts";
import { named, neighbours, withRole } from "../servers.ts";
import { exec, freeze, kill } from "../ways.ts";
import { workers } from "./workers.ts";

const filesDown = { roles: ["cdn"], line: /Server files\/\S+ (is|was) (going )?DOWN/ };

/**
 * Sets RabbitMQ's free-disk limit. A limit above any disk's size triggers the alarm of a full disk,
 * without filling the Docker host's disk.
 */
function freeSpace(size: string): string[] {
  return ["rabbitmqctl", "-q", "set_disk_free_limit", size];
}

/** The servers of later stages beside the request path: cache, queue, workers, file servers. */
export const helpers = (programs: Programs): readonly Fault[] => [
  {
    name: "kill-cache",
    what: "the cache is lost",
    find: named("cache"),
    way: kill,
    seconds: 12,
    promises: [from(5, unnoticed())],
    noticed: programs.notice("CACHE"),
    alert: "CacheDown",
  },
  {
    name: "freeze-cache",
    what: "the cache is frozen",
    find: named("cache"),
    way: freeze,
    seconds: 12,
    promises: [from(5, unnoticed())],
    noticed: programs.notice("CACHE"),
    alert: "CacheDown",
  },
  {
    name: "kill-queue",
    what: "the queue is lost",
    find: named("queue"),
    way: kill,
    seconds: 12,
    promises: [from(6, unnoticed())],
    noticed: programs.notice("QUEUE"),
    alert: "ServerDown",
  },
  {
    name: "freeze-queue",
    what: "the queue is frozen",
    find: named("queue"),
    way: freeze,
    seconds: 20,
    promises: [from(6, unnoticed())],
    noticed: programs.notice("QUEUE"),
    alert: "ServerDown",
  },
  {
    name: "fill-disk",
    what: "the queue's disk is full",
    find: named("queue"),
    way: exec("fill-disk", { make: freeSpace("10000GB"), repair: freeSpace("512MB") }),
    seconds: 15,
    promises: [from(6, unnoticed())],
    noticed: { roles: ["queue"], line: /disk resource limit alarm set/ },
  },
  ...(programs.workers.length > 0 ? workers(programs) : []),
  {
    name: "kill-file-server",
    what: "a file server is lost",
    find: named("file-server-1"),
    way: kill,
    seconds: 12,
    promises: [from(7, unnoticed())],
    noticed: filesDown,
    alert: "ServerDown",
  },
  {
    name: "freeze-file-server",
    what: "a file server is frozen",
    find: named("file-server-1"),
    way: freeze,
    seconds: 15,
    promises: [from(7, waits(4, "files"))],
    noticed: filesDown,
    alert: "ServerDown",
  },
  {
    name: "cut-file-server",
    what: "a file server is cut off from the edges and from the other file server",
    find: neighbours("file-server-1", "cdn", "file-server"),
    way: cut,
    seconds: 15,
    promises: [from(7, waits(4, "files"))],
    noticed: filesDown,
  },
  {
    name: "kill-file-servers",
    what: "all file servers are lost",
    find: withRole("file-server"),
    way: kill,
    seconds: 15,
    promises: [from(7, refusal(5, "files", 9))],
    noticed: filesDown,
    alert: "FileServerDown",
  },
];
