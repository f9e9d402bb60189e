import { type Environment, readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { listContainers } from "../lib/server-containers.ts";
import { readMembers } from "./database/cluster.ts";
import { isReplicated } from "./database/members.ts";
import { promote } from "./database/promote.ts";
import { describeAlone, describeMembers } from "./database/status.ts";
import { switchOver } from "./database/switchover.ts";

/** `npm run database -- status|switchover|promote`: shows or changes the database's primary. */
export const command = newCommand("database", "shows which database server leads, and changes it", [
  "npm run database -- status",
  "npm run database -- switchover database-2",
  "npm run database -- promote database-2",
]);

command
  .command("status")
  .description("lists the members")
  .action(() => showStatus(readEnvironment()));

command
  .command("switchover")
  .description("has another member lead, as planned: no write is lost")
  .argument("[name]", "a synchronous member (default: the first one)")
  .action(async (name?: string) => {
    const environment = readEnvironment();
    await switchOver(environment, name);
    await showStatus(environment);
  });

command
  .command("promote")
  .description("has a member lead, as the one that led is lost")
  .argument("<name>", "the member")
  .option("--yes", "accept that acknowledged writes may be lost")
  .action(async (name: string, { yes = false }: { readonly yes?: boolean }) => {
    const environment = readEnvironment();
    await promote(environment, name, yes);
    await showStatus(environment);
  });

async function showStatus(environment: Environment): Promise<void> {
  const variables = variablesOf(environment);
  const containers = await listContainers(environment, "database");
  const [first] = containers;
  const lines =
    first && !isReplicated(containers)
      ? describeAlone(first, variables)
      : describeMembers(await readMembers(environment), variables);
  console.log(lines.join("\n"));
}
