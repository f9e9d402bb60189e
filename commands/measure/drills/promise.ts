import type { Group } from "../../../constructs/app/load.ts";
import { type Promised, UNNOTICED_SECONDS } from "../../../constructs/app/promises.ts";
import type { Words } from "../load/words.ts";

/** The application's noun for requests of a group. */
export function nounOf(group: Group | "any", words: Pick<Words, "many">): string {
  if (group === "any") return "requests";
  return group === "writes" ? words.many : group;
}

/** The promise in words. */
export function describePromise(promised: Promised, words: Pick<Words, "many">): string {
  const {
    mayFail,
    patienceSeconds,
    waitSeconds,
    waiters,
    servedAgain,
    partly,
    share = 1,
  } = promised;
  const { after, seconds } = servedAgain;
  const again = `all are served as before ${seconds} s after the ${after}`;
  if (mayFail === "none" && waitSeconds <= UNNOTICED_SECONDS)
    return `no client-visible impact: none fails or waits ${waitSeconds} s`;

  const half = partly ? "every second of the " : "";
  if (mayFail === "none" && share < 1)
    return `none fails; at most ${Math.round(share * 100)} % of all wait longer than a second, at most ${waitSeconds} s; ${again}`;
  if (mayFail === "none")
    return `none fails; ${half}${nounOf(waiters, words)} wait at most ${waitSeconds} s; ${again}`;
  const others = mayFail === "any" ? "" : ", all others are served";
  const how = patienceSeconds > 0 ? `wait, and fail after ${patienceSeconds} s` : "fail at once";
  return `${half}${nounOf(mayFail, words)} ${how}${others}; ${again}`;
}
