import { readEnvironment } from "../../environment.ts";
import { readApplication } from "../lib/application.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { UserError } from "../lib/user-error.ts";
import { readCounts } from "./queue/counts.ts";
import { runDeadLetters } from "./queue/dead-letters.ts";
import { describeDead, describeStatus } from "./queue/describe.ts";

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
    const { name, queues = [] } = await readApplication();
    if (queues.length === 0) throw new UserError(`${name} uses no queue`);
    const counts = await readCounts(environment, queues);
    console.log(describeStatus(counts, environment).join("\n"));
  });

command
  .command("dead")
  .description("lists the messages that could not be processed, and why")
  .action(async () => {
    const environment = readEnvironment();
    const letters = await runDeadLetters(environment, await readApplication(), ["list"]);
    console.log(describeDead(letters, environment).join("\n"));
  });

command
  .command("retry")
  .description("puts dead letters back into the queue")
  .argument("<id>", 'one that "dead" lists, or "all"')
  .action(async (id: string) => {
    const application = await readApplication();
    const environment = readEnvironment();
    const letters = await runDeadLetters(environment, application, ["retry", id]);
    if (letters.length === 0 && id !== "all") {
      throw new UserError(
        `the dead-letter queue has no message "${id}": ${variablesOf(environment)}npm run queue -- dead lists those that it has`,
      );
    }
    console.log(`put back into the queue: ${letters.map((each) => each.id).join(", ") || "none"}`);
  });
