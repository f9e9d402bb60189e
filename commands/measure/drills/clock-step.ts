import { docker } from "../../lib/docker.ts";
import type { RunOptions } from "../../lib/process.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import type { Way } from "./fault.ts";
import { uninterrupted } from "./ways.ts";

/**
 * The clock of the Docker host jumps, and back again: all containers have that clock, and so has all
 * else on the machine. Made by a container that may do only that.
 */
export class ClockStep implements Way {
  readonly made: string;
  readonly repaired: string;
  /** How far the engine's clock was ahead before, in milliseconds; undefined until that is known. */
  private usual?: number;

  /** @param seconds by which it jumps ahead; back if it is negative */
  constructor(private readonly seconds: number) {
    this.made = `date --set "${seconds} seconds" on the Docker host`;
    this.repaired = `date --set "${-seconds} seconds"`;
  }

  async make(victims: readonly ServerContainer[]): Promise<void> {
    this.usual = await readAhead(victims);
    await this.set(victims, this.seconds);
  }

  async repair(victims: readonly ServerContainer[]): Promise<void> {
    if (this.usual === undefined) return;
    const stepped = (await readAhead(victims, uninterrupted)) - this.usual;
    // The clock is read through a container, which takes up to a few seconds.
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

/** How far the engine's clock is ahead of a time that no step changes, in milliseconds. */
async function readAhead(
  victims: readonly ServerContainer[],
  options?: RunOptions,
): Promise<number> {
  return Number(await date("read the clock", victims, ["+%s%3N"], [], options)) - steadyNow();
}

/** Runs `date` in a container like the first server's, without a network. */
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
