import { docker } from "../../lib/docker.ts";
import type { RunOptions } from "../../lib/process.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import type { Way } from "./fault.ts";
import { uninterrupted } from "./ways.ts";

/**
 * A step of the Docker host's clock, which all containers and all other programs on the host share.
 * Made by a container with no capability but `SYS_TIME`.
 */
export class ClockStep implements Way {
  readonly made: string;
  readonly repaired: string;
  /** The offset before the fault, in milliseconds; undefined until it is measured. */
  private usualOffsetMs?: number;

  /** @param seconds the step: ahead, or back if it is negative */
  constructor(private readonly seconds: number) {
    this.made = `date --set "${seconds} seconds" on the Docker host`;
    this.repaired = `date --set "${-seconds} seconds"`;
  }

  async make(victims: readonly ServerContainer[]): Promise<void> {
    this.usualOffsetMs = await readOffset(victims);
    await this.set(victims, this.seconds);
  }

  async repair(victims: readonly ServerContainer[]): Promise<void> {
    if (this.usualOffsetMs === undefined) return;
    const stepped = (await readOffset(victims, uninterrupted)) - this.usualOffsetMs;
    // a reading takes up to a few seconds, because it starts a container
    if (stepped / (this.seconds * 1000) < 0.5) return;
    await this.set(victims, -this.seconds, uninterrupted);
  }

  private async set(
    victims: readonly ServerContainer[],
    seconds: number,
    options?: RunOptions,
  ): Promise<void> {
    const words = ["--set", `${seconds} seconds`];
    await date("set the clock", victims, words, ["SYS_TIME"], options);
  }
}

/** The offset of the host's clock from the monotonic clock, in milliseconds. */
async function readOffset(
  victims: readonly ServerContainer[],
  options?: RunOptions,
): Promise<number> {
  return Number(await date("read the clock", victims, ["+%s%3N"], [], options)) - steadyNow();
}

/** Runs `date` in a container with the first server's image, without a network. */
async function date(
  what: string,
  victims: readonly ServerContainer[],
  words: readonly string[],
  rights: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const container = victims[0]?.container ?? "";
  const image = await docker(
    what,
    ["inspect", "--format", "{{.Config.Image}}", container],
    options,
  );
  const may = ["--user=0", "--cap-drop=ALL", ...rights.map((right) => `--cap-add=${right}`)];
  const program = ["--entrypoint=date", image, ...words];
  return docker(what, ["run", "--rm", "--network=none", ...may, ...program], options);
}
