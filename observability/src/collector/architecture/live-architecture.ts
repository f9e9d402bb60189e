import { architectureOf, type Container } from "../../../../architecture/architecture-of.ts";
import { withoutEnvironment } from "../../../../architecture/labels.ts";
import type { LiveArchitecture, LiveContainer, Phase } from "../../model/architecture.ts";
import type { ListedContainer } from "../engine/engine.ts";
import { newest } from "../engine/newest.ts";
import type { KnownStages } from "./known-stages.ts";

/**
 * The architecture that runs at a moment. While a server is replaced, it is there twice: the new one
 * under the server's name, the one that leaves under its container's.
 */
export function liveArchitecture(
  environment: string,
  listed: readonly ListedContainer[],
  stages: KnownStages,
): LiveArchitecture {
  const current = newest(listed, hasNotEnded);
  const names = new Map(
    listed.map((each) => [
      each.id,
      current.includes(each) ? each.server : nameOfLeaving(each, environment),
    ]),
  );
  const described = listed
    .filter((each) => !isEmptyHost(each, listed))
    .map((each) => describe(each, environment, listed, names, stages));
  const containers = listed.map((each): [string, LiveContainer] => [
    names.get(each.id) as string,
    {
      container: withoutEnvironment(each.name, environment),
      server: each.server,
      phase: current.includes(each) ? phaseOf(each) : "leaving",
    },
  ]);
  return {
    ...architectureOf(stages.nameOf(environment, current), described),
    containers: Object.fromEntries(containers),
  };
}

/** What holds a shared host's network before its servers come, or when they have gone. */
function isEmptyHost({ id, role }: ListedContainer, listed: readonly ListedContainer[]): boolean {
  return role === "host" && !listed.some(({ machineId }) => machineId === id);
}

/** A new container is its server's before it runs: the old one leaves from then on. */
function hasNotEnded({ state }: ListedContainer): boolean {
  return state !== "exited" && state !== "dead";
}

function nameOfLeaving({ name, server }: ListedContainer, environment: string): string {
  const own = withoutEnvironment(name, environment);
  return own === server ? `${server}-leaving` : own;
}

function phaseOf({ state, health }: ListedContainer): Phase {
  if (state === "created") return "starting";
  if (state !== "running") return "down";
  return health === "starting" || health === "unhealthy" ? health : "up";
}

function describe(
  container: ListedContainer,
  environment: string,
  listed: readonly ListedContainer[],
  names: ReadonlyMap<string, string>,
  stages: KnownStages,
): Container {
  const { id, labels, machineId, keepsData } = container;
  const name = names.get(id) as string;
  const size = stages.find(container);
  const guests = listed.filter((each) => each.machineId === id);
  const networks = container.networks.map((network) => withoutEnvironment(network, environment));
  return {
    place: {
      ...labels,
      server: name,
      host: machineId === undefined ? name : (names.get(machineId) ?? labels.host),
    },
    name,
    cpus: size?.cpus ?? 0,
    memoryMiB: size?.memoryMiB ?? 0,
    data: keepsData,
    networks: networks.map((network) => ({
      network,
      aliases: answering(container, guests, network, networks).map(
        (each) => `${names.get(each.id)}.${network}`,
      ),
    })),
  };
}

/**
 * Who answers on a machine's network. The engine lists no aliases: a server answers where its label
 * does not say that it asks. On a shared host a network is called after the servers that answer there,
 * and on one that is called otherwise those answer that have none.
 */
function answering(
  machine: ListedContainer,
  guests: readonly ListedContainer[],
  network: string,
  networks: readonly string[],
): readonly ListedContainer[] {
  const { asks } = machine.labels;
  const isAsked = asks !== undefined && !asks.includes(network);
  if (guests.length === 0) return isAsked ? [machine] : [];
  const named = guests.filter(({ labels }) => labels.group === network);
  if (named.length > 0 || !isAsked) return named;
  const others = guests.filter(({ labels }) => !networks.includes(labels.group));
  return others.length > 0 ? others : guests;
}
