import { join } from "node:path";
import { BuildContext } from "../../../../constructs/core/build-context.ts";
import { docker } from "../../../lib/docker.ts";
import { type RunOptions, run, tail } from "../../../lib/process.ts";
import { step } from "../../../lib/progress.ts";
import { ensureBaseImage, hasImage } from "../../../lib/setup/base-image.ts";

const folder = join(import.meta.dirname, "image");

/** The image with `tc`, `iptables` and `wrk`, which the servers' images lack. */
const image = () => `blueprint-network-tools:${new BuildContext(folder).digest.content}`;

/** Builds the image of the tools, if the engine lacks it. */
async function ensureTools(): Promise<void> {
  if (await hasImage(image())) return;
  await ensureBaseImage();
  await step("building the image of the network tools", () =>
    docker("build the image of the network tools", ["build", "--quiet", "--tag", image(), folder]),
  );
}

/**
 * Runs a shell script beside a server: in its network namespace, with no capability but `NET_ADMIN`.
 * @param options of a repair: then the image is there
 * @returns its output
 */
export async function runBeside(
  container: string,
  script: string,
  options: RunOptions = {},
): Promise<string> {
  if (!options.uninterrupted) await ensureTools();
  const network = `container:${container}`;
  return docker("run tools beside a server", wordsOf(network, script), options);
}

/**
 * Tries a shell script in a network that only has a loopback device.
 * @returns why it fails; undefined if it does not
 */
export async function tryAlone(script: string): Promise<string | undefined> {
  await ensureTools();
  const { ok, all } = await run("docker", wordsOf("none", script));
  return ok ? undefined : tail(all);
}

/** The release of the engine's kernel, such as `6.12.48`. */
export async function kernelRelease(): Promise<string> {
  return docker("describe the engine", ["info", "--format", "{{.KernelVersion}}"]);
}

function wordsOf(network: string, script: string): string[] {
  const rights = ["--user=0", "--cap-drop=ALL", "--cap-add=NET_ADMIN"];
  return ["run", "--rm", `--network=${network}`, ...rights, image(), "sh", "-ec", script];
}
