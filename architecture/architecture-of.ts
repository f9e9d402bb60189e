import type { Place } from "./labels.ts";
import { isMetricsName } from "./metrics-name.ts";
import type { Architecture, Connection, Machine, ServerDescription } from "./model.ts";
import { Size } from "./size.ts";

/** A container as far as it says what the architecture is. */
export interface Container {
  readonly place: Place;
  /** Its name without the environment, which it has on its networks, too: `app-1-3142279d`. */
  readonly name: string;
  /** What it may use, in cores and MiB. */
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly data: boolean;
  readonly publishedPort?: number;
  /** Its networks by their names without the environment, with its aliases there. */
  readonly networks: readonly { readonly network: string; readonly aliases: readonly string[] }[];
}

/**
 * The architecture that containers make. There is nothing in it that changes from one deploy to the
 * next, such as a hash, and nothing secret: two stages can be compared by it.
 */
export function architectureOf(stage: string, containers: readonly Container[]): Architecture {
  return { stage, machines: machines(containers), connections: connections(containers) };
}

/** Those that run on a machine: the container that holds a shared host's network is no server. */
function runningOn(machine: string, containers: readonly Container[]): Container[] {
  const all = containers.filter(({ place }) => place.host === machine);
  const guests = all.filter(({ place }) => place.server !== machine);
  return guests.length > 0 ? guests : all;
}

function machines(containers: readonly Container[]): Machine[] {
  const names = new Set(containers.map(({ place }) => place.host));
  return [...names].map((name) => machine(name, containers)).sort(by(({ name }) => name));
}

function machine(name: string, containers: readonly Container[]): Machine {
  const running = runningOn(name, containers);
  const holder = containers.find(({ place }) => place.server === name) ?? running[0];
  const sum = (figure: (container: Container) => number) =>
    running.reduce((total, each) => total + figure(each), 0);
  const cpus = Math.round(sum((each) => each.cpus) * 100) / 100;
  const memoryMiB = sum((each) => each.memoryMiB);
  return {
    name,
    group: holder?.place.group ?? name,
    size: { name: Size.tryFind(cpus, memoryMiB)?.name ?? "own", cpus, memoryMiB },
    servers: running.map(description).sort(by(({ name }) => name)),
  };
}

function description({ place, data, publishedPort }: Container): ServerDescription {
  const { server, role, port } = place;
  return {
    name: server,
    role,
    port,
    data,
    ...(publishedPort === undefined ? {} : { publishedPort }),
  };
}

/**
 * A machine asks on a network if it says so, or has no name there, or says nothing of it at all. It
 * answers where it has one; a name under which figures are told is none.
 */
function connections(containers: readonly Container[]): Connection[] {
  const places = containers.flatMap((container) =>
    container.networks.map(({ network, aliases }) => ({ network, aliases, container })),
  );
  const asks = places.filter(
    ({ network, aliases, container }) =>
      container.place.asks === undefined ||
      container.place.asks.includes(network) ||
      aliases.every(isMetricsName),
  );
  const answers = places.flatMap(({ network, aliases, container }) => {
    const names = aliases.filter((alias) => !isMetricsName(alias));
    if (names.length === 0) return [];
    return answering(container, network, names, containers).map((to) => ({
      network,
      container,
      to,
    }));
  });
  const all = asks.flatMap(({ network, container }) =>
    answers
      .filter((answer) => answer.network === network && answer.container !== container)
      .map(({ to }) => ({
        from: container.place.server,
        to: to.place.server,
        network,
        port: to.place.port,
      })),
  );
  return [...new Map(all.map((each) => [key(each), each])).values()].sort(by(key));
}

/** On a shared host that server answers whose own name is among the aliases; all, if none says so. */
function answering(
  { place }: Container,
  network: string,
  aliases: readonly string[],
  containers: readonly Container[],
): Container[] {
  const running = runningOn(place.server, containers);
  const named = running.filter(({ name }) => aliases.includes(`${name}.${network}`));
  return named.length > 0 ? named : running;
}

function key({ from, to, network }: Connection): string {
  return [from, to, network].join(" ");
}

/** Numbers count: `app-2` comes before `app-10`. */
const collator = new Intl.Collator("en", { numeric: true });

function by<T>(text: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => collator.compare(text(one), text(other));
}
