import { type Environment, readEnvironment } from "../../environment.ts";
import { variablesOf } from "../lib/command-line.ts";
import { listContainers } from "../lib/server-containers.ts";
import { UserError } from "../lib/user-error.ts";
import { readMembers } from "./database/cluster.ts";
import { isReplicated } from "./database/members.ts";
import { promote } from "./database/promote.ts";
import { describeAlone, describeMembers } from "./database/status.ts";
import { switchOver } from "./database/switchover.ts";

const usage =
  "database takes one of status, switchover [NAME], promote NAME [--yes] (as in: npm run database -- status)";

/** `npm run database -- status|switchover|promote`: shows or changes the database's primary. */
export async function run(args: string[]): Promise<void> {
  const environment = readEnvironment();
  const [action = "", ...rest] = args;
  const names = rest.filter((word) => !word.startsWith("--"));
  const options = rest.filter((word) => word.startsWith("--"));
  const [name] = names;

  if (action === "status" && rest.length === 0) {
    return showStatus(environment);
  }
  if (action === "switchover" && names.length <= 1 && options.length === 0) {
    await switchOver(environment, name);
    return showStatus(environment);
  }
  const accepts = options.length === 1 && options[0] === "--yes";
  if (action === "promote" && name && names.length === 1 && (accepts || options.length === 0)) {
    await promote(environment, name, accepts);
    return showStatus(environment);
  }
  throw new UserError(`${usage}, got "${args.join(" ")}"`);
}

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
