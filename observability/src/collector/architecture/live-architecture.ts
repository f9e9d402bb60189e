import { architectureOf, type Container } from "../../../../architecture/architecture-of.ts";
import { withoutEnvironment } from "../../../../architecture/labels.ts";
import type { LiveArchitecture, LiveContainer, Phase } from "../../model/architecture.ts";
import type { ListedContainer } from "../engine/engine.ts";
import { newest } from "../engine/newest.ts";
import type { KnownStages } from "./known-stages.ts";

/**
 * Derives the running architecture from the containers. A server that is being replaced appears twice: the
 * new one under the server's name, the leaving one under its container's name.
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

/** Whether it holds the network of a shared host that has no servers yet, or no longer. */
function isEmptyHost({ id, role }: ListedContainer, listed: readonly ListedContainer[]): boolean {
  return role === "host" && !listed.some(({ machineId }) => machineId === id);
}

/** A new container counts from its creation on, before it runs: then the old one is leaving. */
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
      aliases: listeningOn(container, guests, network, networks).map(
        (each) => `${names.get(each.id)}.${network}`,
      ),
    })),
  };
}

/**
 * Returns the servers that listen on a machine's network. Docker does not list aliases, so labels decide: the
 * label `asks` names the networks on which a server is only a client. On a shared host, the servers of the
 * group with the network's name listen. If there are none, the servers of groups without a network listen.
 */
function listeningOn(
  machine: ListedContainer,
  guests: readonly ListedContainer[],
  network: string,
  networks: readonly string[],
): readonly ListedContainer[] {
  const { asks } = machine.labels;
  const listens = asks !== undefined && !asks.includes(network);
  if (guests.length === 0) return listens ? [machine] : [];
  const named = guests.filter(({ labels }) => labels.group === network);
  if (named.length > 0 || !listens) return named;
  const others = guests.filter(({ labels }) => !networks.includes(labels.group));
  return others.length > 0 ? others : guests;
}
