import { withoutEnvironment } from "../../../architecture/labels.ts";
import type { ContainerAttributes } from "../../lib/stack/container.ts";
import type { Resource } from "../../lib/stack/stack.ts";
import { describeDifference } from "./describe-difference.ts";
import { differencesOf } from "./difference.ts";

type Describe = (before: ContainerAttributes, after: ContainerAttributes) => string[];

/** Describes a difference of each attribute; others get a generic description. */
const DESCRIPTIONS: Partial<Record<string, Describe>> = {
  name: () => [],
  labels: describePlace,
  image: (before, after) => {
    const [one, other] = [before.image ?? "none", after.image ?? "none"];
    return [programOf(one) === programOf(other) ? `new image ${other}` : `image ${one} → ${other}`];
  },
  env: (before, after) =>
    describeKeys("environment", variablesOf(before.env ?? []), variablesOf(after.env ?? [])),
  upload: (before, after) => describeKeys("file", filesOf(before), filesOf(after)),
  networks_advanced: (before, after) =>
    describeKeys("network", aliasesOf(before), aliasesOf(after)),
  ports: (before, after) => describeKeys("published port", portsOf(before), portsOf(after)),
  volumes: (before, after) => describeKeys("mount", mountsOf(before), mountsOf(after)),
  memory: (before, after) => [`memory ${mebibytes(before.memory)} → ${mebibytes(after.memory)}`],
  memory_swap: (_, after) =>
    after.memory_swap === after.memory ? [] : [`memory with swap ${mebibytes(after.memory_swap)}`],
  cpus: (before, after) => [`CPU ${before.cpus ?? "no limit"} → ${after.cpus ?? "no limit"}`],
  user: (before, after) => [`user ${before.user ?? "root"} → ${after.user ?? "root"}`],
  command: () => ["command changed"],
  network_mode: () => [],
  healthcheck: (before, after) => {
    if (!after.healthcheck) return ["health check removed"];
    return [before.healthcheck ? "health check changed" : "health check added"];
  },
};

/** Describes how a server differs between two versions. */
export function describeServer(before: Resource, after: Resource): string[] {
  const [one, other] = [before.attributes, after.attributes] as ContainerAttributes[];
  const descriptions = differencesOf(before, after).flatMap((difference) => {
    const describe = DESCRIPTIONS[difference.attribute];
    return describe
      ? describe(one ?? {}, other ?? {})
      : (describeMetaArgument(difference.attribute) ?? [describeDifference(difference)]);
  });
  return descriptions.length > 0 ? descriptions : ["its host is replaced"];
}

/** Describes changes of Terraform's meta-arguments, which do not change the container. */
function describeMetaArgument(attribute: string): string[] | undefined {
  if (attribute === "depends_on") return ["start order changed (depends_on)"];
  return attribute === "lifecycle" ? ["lifecycle changed"] : undefined;
}

/** Describes a server that is added or removed. */
export function describeNewServer({ attributes }: Resource): string[] {
  const { cpus, memory, volumes = [], ports = [] } = attributes as ContainerAttributes;
  const size = `${cpus ? `${cpus} CPU` : "no CPU limit"}, ${memory ? mebibytes(memory) : "no memory limit"}`;
  const published = ports.map(
    ({ ip, external }) => `published on ${ip ? `${ip}:` : "port "}${external}`,
  );
  return [
    size,
    ...(volumes.some(({ volume_name }) => volume_name) ? ["keeps data"] : []),
    ...published,
  ];
}

function describePlace(before: ContainerAttributes, after: ContainerAttributes): string[] {
  const label = ({ labels = [] }: ContainerAttributes, name: string) =>
    labels.find((each) => each.label === `blueprint.${name}`)?.value;
  return ["host", "role", "port", "group"].flatMap((name) => {
    const [one, other] = [label(before, name), label(after, name)];
    if (one === other) return [];
    if (one === undefined) return [`label ${name} added: ${other}`];
    if (name !== "host") return [`${name} ${one} → ${other}`];
    const own = label(after, "server");
    const place = (host: string | undefined) => (host === own ? "its own host" : host);
    return [`moves from ${place(one)} to ${place(other)}`];
  });
}

/** `environment +CACHE_URL ~DATABASE_URL -OLD` */
function describeKeys(
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

/** Variables by name; the values are only compared, never shown: they may be secrets. */
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
