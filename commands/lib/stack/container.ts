import { architectureOf, type Container } from "../../../architecture/architecture-of.ts";
import { type Labels, tryReadLabels, withoutEnvironment } from "../../../architecture/labels.ts";
import type { Architecture } from "../../../architecture/model.ts";
import type { Resource, Stack } from "./stack.ts";

/** The attributes of a `docker_container` that are read here. */
export interface ContainerAttributes {
  readonly name?: string;
  readonly image?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly env?: readonly string[];
  readonly upload?: readonly { readonly file: string; readonly content?: string }[];
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly cpus?: string;
  readonly memory?: number;
  readonly memory_swap?: number;
  readonly healthcheck?: unknown;
  readonly network_mode?: string;
  readonly networks_advanced?: readonly {
    readonly name: string;
    readonly aliases?: readonly string[];
  }[];
  readonly ports?: readonly PublishedPort[];
  readonly volumes?: readonly MountedVolume[];
  readonly privileged?: boolean;
  readonly mounts?: readonly { readonly type: string; readonly source?: string }[];
}

/** A published port of a container. */
export interface PublishedPort {
  readonly internal: number;
  readonly external?: number;
  /** @default - all addresses of the Docker host */
  readonly ip?: string;
}

export interface MountedVolume {
  readonly container_path: string;
  readonly volume_name?: string;
  readonly host_path?: string;
  readonly read_only?: boolean;
}

/** A server of a stack: its container and labels. */
export interface ServerResource {
  readonly address: string;
  readonly attributes: ContainerAttributes;
  readonly labels: Labels;
  readonly resource: Resource;
}

/** Stacks are immutable, so their servers are cached. */
const cache = new WeakMap<Stack, readonly ServerResource[]>();

/** Returns the servers of a stack, sorted by address; a container without labels is one, too. */
export function serversOf(stack: Stack): readonly ServerResource[] {
  const servers = cache.get(stack) ?? findServers(stack);
  cache.set(stack, servers);
  return servers;
}

function findServers(stack: Stack): ServerResource[] {
  const containers = [...stack.resources.values()].filter(
    ({ type }) => type === "docker_container",
  );
  const environments = containers.map((resource) => labelsOf(resource)["blueprint.environment"]);
  const environment = environments.find((name) => name !== undefined) ?? "";
  return containers.map((resource) => ({
    address: resource.address,
    attributes: resource.attributes as ContainerAttributes,
    labels: tryReadLabels({
      "blueprint.environment": environment,
      "blueprint.server": resource.id,
      ...labelsOf(resource),
    }) as Labels,
    resource,
  }));
}

/** Returns the names of the servers with a role. */
export function namesOf(stack: Stack, role: string): string[] {
  const servers = serversOf(stack).filter(({ labels }) => labels.role === role);
  return servers.map(({ labels }) => labels.server);
}

/** Returns whether a container's creation waits until it is healthy (its attribute `wait`). */
export function waits({ resources }: Stack): (address: string) => boolean {
  return (address) => resources.get(address)?.attributes.wait === true;
}

function labelsOf({ attributes }: Resource): Record<string, string> {
  const { labels = [] } = attributes as ContainerAttributes;
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

/** Derives the architecture of a stack. */
export function readArchitecture(stack: Stack): Architecture {
  return architectureOf(stack.name, serversOf(stack).map(containerOf));
}

function containerOf({ labels, attributes }: ServerResource): Container {
  const { name = "", cpus, memory, volumes = [], ports = [], networks_advanced = [] } = attributes;
  const bare = (full: string) => withoutEnvironment(full, labels.environment);
  return {
    place: labels,
    name: bare(name),
    cpus: Number(cpus ?? 0),
    memoryMiB: memory ?? 0,
    data: volumes.some(({ volume_name }) => volume_name),
    publishedPort: ports[0]?.external,
    networks: networks_advanced.map((network) => ({
      network: bare(network.name),
      aliases: network.aliases ?? [],
    })),
  };
}
