import type { Architecture } from "../../../architecture/model.ts";
import { readArchitecture } from "../../lib/stack/container.ts";
import { synthesizedStage } from "../../lib/stack/synthesized.ts";

/** Why one server of each of these roles cannot be spared in a stage; undefined if it can. */
export async function findLonely(
  stage: string,
  roles: readonly string[],
): Promise<string | undefined> {
  return describeLonely(readArchitecture(await synthesizedStage(stage)), roles);
}

export function describeLonely(
  { stage, machines }: Architecture,
  roles: readonly string[],
): string | undefined {
  const servers = machines.flatMap((machine) => machine.servers);
  const lonely = roles.filter(
    (role) => servers.filter((server) => server.role === role).length < 2,
  );
  if (lonely.length === 0) return undefined;
  return `${stage} has no second server of the role ${lonely.join(" or ")}`;
}
