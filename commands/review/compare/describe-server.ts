import { type ContainerAttributes, withoutEnvironment } from "../../lib/stack/container.ts";
import type { Resource } from "../../lib/stack/stack.ts";
import { inGeneral } from "./describe.ts";
import { differencesOf } from "./difference.ts";

type Words = (before: ContainerAttributes, after: ContainerAttributes) => string[];

/** What is said of each attribute that differs. An attribute that is not here is named as it is. */
const WORDS: Partial<Record<string, Words>> = {
  name: () => [],
  labels: placeWords,
  image: (before, after) => {
    const [one, other] = [before.image ?? "none", after.image ?? "none"];
    return [programOf(one) === programOf(other) ? `new image ${other}` : `image ${one} → ${other}`];
  },
  env: (before, after) =>
    keyed("environment", variablesOf(before.env ?? []), variablesOf(after.env ?? [])),
  upload: (before, after) => keyed("file", filesOf(before), filesOf(after)),
  networks_advanced: (before, after) => keyed("network", aliasesOf(before), aliasesOf(after)),
  ports: (before, after) => keyed("published port", portsOf(before), portsOf(after)),
  volumes: (before, after) => keyed("mount", mountsOf(before), mountsOf(after)),
  memory: (before, after) => [`memory ${mebibytes(before.memory)} → ${mebibytes(after.memory)}`],
  memory_swap: (_, after) =>
    after.memory_swap === after.memory ? [] : [`memory with swap ${mebibytes(after.memory_swap)}`],
  cpus: (before, after) => [`CPU ${before.cpus ?? "no limit"} → ${after.cpus ?? "no limit"}`],
  user: (before, after) => [`user ${before.user ?? "root"} → ${after.user ?? "root"}`],
  command: () => ["another command"],
  network_mode: () => [],
  healthcheck: (before, after) => {
    if (!after.healthcheck) return ["no health check any more"];
    return [before.healthcheck ? "another health check" : "a health check"];
  },
};

/** How a server differs, of which both versions are there. */
export function serverWords(before: Resource, after: Resource): string[] {
  const [one, other] = [before.attributes, after.attributes] as ContainerAttributes[];
  const words = differencesOf(before, after).flatMap((difference) => {
    const say = WORDS[difference.attribute];
    return say
      ? say(one ?? {}, other ?? {})
      : (lifecycleWords(difference.attribute) ?? [inGeneral(difference)]);
  });
  return words.length > 0 ? words : ["its host is a new one"];
}

/** The order of a deploy is no property of what was deployed. */
function lifecycleWords(attribute: string): string[] | undefined {
  if (attribute === "depends_on") return ["waits for other servers at its start"];
  return attribute === "lifecycle" ? ["its lifecycle changes"] : undefined;
}

/** What a server is that comes or goes. */
export function newServer({ attributes }: Resource): string[] {
  const { cpus, memory, volumes = [], ports = [] } = attributes as ContainerAttributes;
  const size = `${cpus ?? "no limit of"} CPU, ${mebibytes(memory)}`;
  const published = ports.map(
    ({ ip, external }) => `published on ${ip ? `${ip}:` : "port "}${external}`,
  );
  return [
    size,
    ...(volumes.some(({ volume_name }) => volume_name) ? ["keeps data"] : []),
    ...published,
  ];
}

function placeWords(before: ContainerAttributes, after: ContainerAttributes): string[] {
  const label = ({ labels = [] }: ContainerAttributes, name: string) =>
    labels.find((each) => each.label === `blueprint.${name}`)?.value;
  return ["host", "role", "port", "group"].flatMap((name) => {
    const [one, other] = [label(before, name), label(after, name)];
    if (one === other) return [];
    if (one === undefined) return [`label ${name} added: ${other}`];
    if (name !== "host") return [`${name} ${one} → ${other}`];
    const own = label(after, "server");
    const place = (host: string | undefined) => (host === own ? "a host of its own" : host);
    return [`moves from ${place(one)} to ${place(other)}`];
  });
}

/** `environment +CACHE_URL ~DATABASE_URL -OLD` */
function keyed(
  noun: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  const marked = all.flatMap((key) => {
    if (before.get(key) === after.get(key)) return [];
    const mark = !before.has(key) ? "+" : !after.has(key) ? "−" : "~";
    return [mark + (key.startsWith("/") ? ` ${key}` : key)];
  });
  return marked.length > 0 ? [`${noun} ${marked.join(" ")}`] : [];
}

/** Names alone: a value may be a secret. */
function variablesOf(env: readonly string[]): Map<string, string> {
  return new Map(env.map((line) => line.split(/=(.*)/s) as [string, string]));
}

function filesOf({ upload = [] }: ContainerAttributes): Map<string, string> {
  return new Map(upload.map(({ file, content = "" }) => [file, content]));
}

function aliasesOf({ networks_advanced = [], labels = [] }: ContainerAttributes) {
  const { value: environment = "" } =
    labels.find(({ label }) => label === "blueprint.environment") ?? {};
  return new Map(
    networks_advanced.map(({ name, aliases = [] }) => [
      withoutEnvironment(name, environment),
      [...aliases].sort().join(),
    ]),
  );
}

function portsOf({ ports = [] }: ContainerAttributes): Map<string, string> {
  return new Map(
    ports.map(({ ip, external, internal }) => [
      `${ip || "all addresses"}:${external}`,
      `${internal}`,
    ]),
  );
}

function mountsOf({ volumes = [] }: ContainerAttributes): Map<string, string> {
  return new Map(
    volumes.map(({ container_path, volume_name, host_path, read_only }) => [
      container_path,
      `${volume_name ?? host_path} ${read_only ?? false}`,
    ]),
  );
}

function programOf(image: string): string {
  return image.split(":")[0] ?? image;
}

export function mebibytes(memory: number | undefined): string {
  return memory ? `${memory} MiB` : "no limit";
}
