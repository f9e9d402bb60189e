import type { Environment } from "../../../environment.ts";
import { parseRows } from "../../lib/docker.ts";
import { run } from "../../lib/process.ts";
import { listContainers, type ServerContainer } from "../../lib/server-containers.ts";

/** An image that servers run. */
export interface UsedImage {
  /** The reference with its tag: `blueprint-nginx:0123456789ab`. */
  readonly name: string;
  /** The servers that run it, sorted. */
  readonly servers: readonly string[];
}

/** An installed Debian package. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** `amd64`, or `all`. */
  readonly architecture: string;
}

/** Lists the images of an environment's servers, sorted by name. */
export async function listImages(environment: Environment): Promise<UsedImage[]> {
  return groupByImage(await listContainers(environment));
}

export function groupByImage(
  containers: readonly Pick<ServerContainer, "name" | "image">[],
): UsedImage[] {
  const servers = new Map<string, string[]>();
  for (const { name, image } of containers) {
    servers.set(image, [...(servers.get(image) ?? []), name].sort());
  }
  return [...servers]
    .map(([name, servers]) => ({ name, servers }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Reads an image's Debian packages; undefined if it is no Debian image. */
export async function readPackages(image: string): Promise<Package[] | undefined> {
  const locked = ["--network=none", "--read-only", "--cap-drop=ALL"];
  const program = ["--entrypoint=dpkg-query", image, "--show"];
  const format = "--showformat=${Package}\\t${Version}\\t${Architecture}\\n";
  const { ok, stdout } = await run("docker", ["run", "--rm", ...locked, ...program, format]);
  return ok ? parsePackages(stdout) : undefined;
}

export function parsePackages(output: string): Package[] {
  return parseRows(output).map(([name = "", version = "", architecture = ""]) => ({
    name,
    version,
    architecture,
  }));
}
