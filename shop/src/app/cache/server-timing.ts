import type { FastifyReply } from "fastify";
import type { TellCached } from "../catalogue.ts";
import type { CacheResult } from "./counters.ts";

const worst: readonly CacheResult[] = ["hit", "miss", "bypass"];

/** Says in the answer's `Server-Timing` how its reads were answered: the worst of them counts. */
export function tellIn(reply: FastifyReply): TellCached {
  let told = 0;
  return (result) => {
    told = Math.max(told, worst.indexOf(result));
    reply.header("server-timing", `cache;desc=${worst[told]}`);
  };
}
