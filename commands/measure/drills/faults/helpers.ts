import { from, refusal, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import { cut } from "../cut.ts";
import type { Fault } from "../fault.ts";
import type { Programs } from "../programs.ts";
import { named, neighbours, withRole } from "../servers.ts";
import { freeze, kill } from "../ways.ts";
import { queue } from "./queue.ts";
import { workers } from "./workers.ts";

const filesDown = { roles: ["cdn"], line: /Server files\/\S+ (is|was) (going )?DOWN/ };

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
  ...queue(programs),
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
