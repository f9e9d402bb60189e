import type { FastifyReply } from "fastify";
import type { ReportCacheResult } from "../catalogue.ts";
import type { CacheResult } from "./counters.ts";

const BEST_TO_WORST: readonly CacheResult[] = ["hit", "miss", "bypass"];

/** Reports in the response's header `Server-Timing` the worst cache result of its reads. */
export function serverTiming(reply: FastifyReply): ReportCacheResult {
  let worst = 0;
  return (result) => {
    worst = Math.max(worst, BEST_TO_WORST.indexOf(result));
    reply.header("server-timing", `cache;desc=${BEST_TO_WORST[worst]}`);
  };
}
