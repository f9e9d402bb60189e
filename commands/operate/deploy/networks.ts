import type { Answer } from "../../lib/answer.ts";
import { docker } from "../../lib/docker.ts";
import { countFree } from "../../lib/engine/pools.ts";
import { run } from "../../lib/process.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Place } from "./place.ts";

/** A network of the engine, as `docker network inspect` prints it: the fields that are read here. */
interface Network {
  readonly Id: string;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/**
 * Throws if the engine has fewer free subnets than the stage has new networks. Those that the stage
 * no longer needs are removed only when their servers are, so they do not count as free.
 */
export async function checkNetworks(place: Place): Promise<Answer> {
  const { engine, stack, labelled, leftovers, again } = place;
  const isLeft = (id: string) => leftovers.some((each) => each.id === id);
  const staying = labelled.filter(({ kind, id }) => kind === "network" && !isLeft(id));
  const wanted = countNew(
    stack,
    staying.map(({ name }) => name),
  );
  if (wanted === 0) return { found: "all are there" };

  const subnets = (await listNetworks())
    .filter(({ Id }) => !isLeft(Id))
    .flatMap(({ IPAM }) => (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []));
  const { free, all } = countFree(engine.pools, subnets);
  if (wanted <= free) return { found: `${wanted} to create, addresses for ${free}` };
  throw new UserError(
    `${stack.name} needs ${wanted} new networks, and the Docker engine at ${engine.address} has addresses for ${free} (of ${all} subnets), so nothing was changed: remove networks that nobody uses ("docker network prune"), or add "default-address-pools" to the engine's daemon.json, then run "${again}" again`,
  );
}

/** Counts a stage's networks that have none of these names and take their addresses from a pool. */
export function countNew({ resources }: Stack, there: readonly string[]): number {
  return [...resources.values()]
    .filter(({ type }) => type === "docker_network")
    .filter(({ attributes }) => attributes.ipam_config === undefined)
    .filter(({ attributes }) => !there.includes(`${attributes.name}`)).length;
}

/** Other environments create and remove networks meanwhile: one that is gone is no error. */
async function listNetworks(): Promise<Network[]> {
  const ids = (await docker("list the networks", ["network", "ls", "--quiet", "--no-trunc"]))
    .split("\n")
    .filter(Boolean);
  const { stdout } = await run("docker", ["network", "inspect", ...ids]);
  return JSON.parse(stdout || "[]") as Network[];
}
