import type { Place } from "./labels.ts";
import { isMetricsName } from "./metrics-name.ts";
import type { Architecture, Connection, Machine, ServerDescription } from "./model.ts";
import { Size } from "./size.ts";

/** The facts of a container that the architecture is derived from. */
export interface Container {
  readonly place: Place;
  /** Its name without the environment, also its alias on each network: `app-1-3142279d`. */
  readonly name: string;
  /** Limit of CPU time, in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
  /** Whether it has persistent data. */
  readonly data: boolean;
  /** Port on the Docker host. @default - not published */
  readonly publishedPort?: number;
  /** Its networks, named without the environment, with its aliases there. */
  readonly networks: readonly { readonly network: string; readonly aliases: readonly string[] }[];
}

/**
 * Derives the architecture from containers. It contains no secrets and nothing that differs from
 * one deploy to the next, such as a hash, so two architectures can be compared.
 */
export function architectureOf(stage: string, containers: readonly Container[]): Architecture {
  return { stage, machines: machines(containers), connections: connections(containers) };
}

/** The servers on a machine, without the container that only holds a shared host's network. */
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
  const sum = (limit: (container: Container) => number) =>
    running.reduce((total, each) => total + limit(each), 0);
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
 * Clients and servers on each network. A container is a client where its label `asks` lists the
 * network, where it has no alias but for metrics, or anywhere if it has no such label. It is a
 * server where it has an alias; an alias for metrics does not count.
 */
function connections(containers: readonly Container[]): Connection[] {
  const attachments = containers.flatMap((container) =>
    container.networks.map(({ network, aliases }) => ({ network, aliases, container })),
  );
  const clients = attachments.filter(
    ({ network, aliases, container }) =>
      container.place.asks === undefined ||
      container.place.asks.includes(network) ||
      aliases.every(isMetricsName),
  );
  const servers = attachments.flatMap(({ network, aliases, container }) => {
    const names = aliases.filter((alias) => !isMetricsName(alias));
    if (names.length === 0) return [];
    return serversBehind(container, network, names, containers).map((to) => ({
      network,
      container,
      to,
    }));
  });
  const all = clients.flatMap(({ network, container }) =>
    servers
      .filter((server) => server.network === network && server.container !== container)
      .map(({ to }) => ({
        from: container.place.server,
        to: to.place.server,
        network,
        port: to.place.port,
      })),
  );
  return [...new Map(all.map((each) => [key(each), each])).values()].sort(by(key));
}

/** The servers of a shared host whose own name is among the aliases, or all of them if none is. */
function serversBehind(
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

/** Natural order: `app-2` comes before `app-10`. */
const collator = new Intl.Collator("en", { numeric: true });

function by<T>(text: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => collator.compare(text(one), text(other));
}
