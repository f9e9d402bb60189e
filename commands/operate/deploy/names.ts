import type { Answer } from "../../lib/answer.ts";
import { docker, parseRows } from "../../lib/docker.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Place } from "./place.ts";

/** Throws if containers or networks of somebody else have names that the stage uses. */
export async function checkNames({ environment, stack, again }: Place): Promise<Answer> {
  const owner = '{{.Label "blueprint.environment"}}';
  const lists = await Promise.all([
    docker("list the containers", ["ps", "--all", "--format", `{{.Names}}\t${owner}`]),
    docker("list the networks", ["network", "ls", "--format", `{{.Name}}\t${owner}`]),
  ]);
  const [containers = [], networks = []] = lists.map((list) =>
    parseRows(list).filter(([, by]) => by !== environment.name),
  );
  const check = (kind: string, type: string, others: readonly string[][]) => {
    const names = [...stack.resources.values()]
      .filter((each) => each.type === type)
      .map(({ attributes }) => `${attributes.name}`);
    const [taken] = others.find(([name = ""]) => names.includes(name)) ?? [];
    if (taken === undefined) return;
    throw new UserError(
      `a ${kind} that is not managed here has a name that this environment uses (${taken}): remove or rename it, or choose another BLUEPRINT_ENVIRONMENT, then run "${again}" again`,
    );
  };
  check("container", "docker_container", containers);
  check("network", "docker_network", networks);
  return { found: "none is taken by another" };
}
