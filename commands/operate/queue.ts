import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { UserError } from "../lib/user-error.ts";
import { askQueue } from "./queue/ask.ts";
import {
  type DeadLetter,
  describeDead,
  describeStatus,
  type QueueCount,
} from "./queue/describe.ts";

/** `npm run queue -- status|dead|retry`: what waits in the queue, and what could not be processed. */
export const command = newCommand(
  "queue",
  "shows what waits in the queue, and puts dead letters back",
  ["npm run queue -- status", "npm run queue -- dead", "npm run queue -- retry all"],
);

command
  .command("status")
  .description("counts the messages that wait")
  .action(async () => {
    const environment = readEnvironment();
    const counts = await askQueue<QueueCount>(environment, ["status"]);
    console.log(describeStatus(counts, environment).join("\n"));
  });

command
  .command("dead")
  .description("lists the messages that could not be processed, and why")
  .action(async () => {
    const environment = readEnvironment();
    const letters = await askQueue<DeadLetter>(environment, ["list"]);
    console.log(describeDead(letters, environment).join("\n"));
  });

command
  .command("retry")
  .description("puts dead letters back into the queue")
  .argument("<id>", 'one that "dead" lists, or "all"')
  .action(async (id: string) => {
    const letters = await askQueue<DeadLetter>(readEnvironment(), ["retry", id]);
    if (letters.length === 0 && id !== "all") {
      throw new UserError(
        `the dead-letter queue has no message "${id}": npm run queue -- dead lists those that it has`,
      );
    }
    console.log(`put back into the queue: ${letters.map((each) => each.id).join(", ") || "none"}`);
  });
