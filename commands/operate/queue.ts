import { readEnvironment } from "../../environment.ts";
import { UserError } from "../lib/user-error.ts";
import { askQueue } from "./queue/ask.ts";
import {
  type DeadLetter,
  describeDead,
  describeStatus,
  type QueueCount,
} from "./queue/describe.ts";

const usage =
  "queue takes one of status, dead, retry ID, retry all (as in: npm run queue -- status)";

/** `npm run queue -- status|dead|retry`: shows the queue, and lists or retries its dead letters. */
export async function run(args: string[]): Promise<void> {
  const environment = readEnvironment();
  const [action = "", which] = args;

  if (action === "status" && args.length === 1) {
    const counts = await askQueue<QueueCount>(environment, ["status"]);
    return console.log(describeStatus(counts, environment).join("\n"));
  }
  if (action === "dead" && args.length === 1) {
    const letters = await askQueue<DeadLetter>(environment, ["list"]);
    return console.log(describeDead(letters, environment).join("\n"));
  }
  if (action === "retry" && which && args.length === 2) {
    const letters = await askQueue<DeadLetter>(environment, ["retry", which]);
    if (letters.length === 0 && which !== "all") {
      throw new UserError(
        `the dead-letter queue has no message "${which}": npm run queue -- dead lists those that it has`,
      );
    }
    return console.log(
      `put back into the queue: ${letters.map(({ id }) => id).join(", ") || "none"}`,
    );
  }
  throw new UserError(`${usage}, got "${args.join(" ")}"`);
}
