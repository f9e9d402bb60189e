import type { ServerContainer } from "../../../lib/server-containers.ts";
import { UserError } from "../../../lib/user-error.ts";
import type { Way } from "../fault.ts";
import { uninterrupted } from "../ways.ts";
import { kernelRelease, runBeside, tryAlone } from "./tools.ts";

/** The commands of a fault of the network, and the part of the kernel that they need. */
export interface NetworkCommands {
  /** The commands as they are reported. */
  readonly made: string;
  readonly repaired: string;
  /**
   * Shell scripts that make it, and that repair it, also if it was not made.
   * @param devices the names of the network devices, as words of the shell
   */
  readonly make: (devices: string) => string;
  readonly repair: (devices: string) => string;
  /** The module of the kernel that they need. */
  readonly module: string;
  /** Matches what they print on a kernel without the module. */
  readonly unknown: RegExp;
}

/** A fault of all networks of the servers, made in their network namespaces. */
export class NetworkFault implements Way {
  readonly made: string;
  readonly repaired: string;
  private asked?: Promise<string | undefined>;

  constructor(private readonly commands: NetworkCommands) {
    this.made = commands.made;
    this.repaired = commands.repaired;
  }

  /** Why the engine's kernel cannot make it: tries it once, in a network of its own. */
  hindrance(): Promise<string | undefined> {
    this.asked ??= this.ask();
    return this.asked;
  }

  async make(victims: readonly ServerContainer[]): Promise<void> {
    for (const { container } of victims)
      await runBeside(container, this.commands.make(ALL_BUT_LOOPBACK));
  }

  async repair(victims: readonly ServerContainer[]): Promise<void> {
    for (const { container } of victims)
      await runBeside(container, this.commands.repair(ALL_BUT_LOOPBACK), uninterrupted);
  }

  private async ask(): Promise<string | undefined> {
    const { made, make, module, unknown } = this.commands;
    const reason = await tryAlone(make("lo"));
    if (reason === undefined) return undefined;
    if (unknown.test(reason))
      return `the engine's kernel (${await kernelRelease()}) has no ${module}, which "${made}" needs`;
    throw new UserError(`"${made}" does not work beside a server: ${reason}`);
  }
}

const ALL_BUT_LOOPBACK = "$(ls /sys/class/net | grep -vx lo)";

/** `tc netem`: of the packets that a server sends some are lost, and all others are late. */
export const netem = new NetworkFault({
  made: "tc qdisc add dev <each> root netem loss 5% delay 200ms",
  repaired: "tc qdisc del dev <each> root",
  make: (devices) =>
    `for each in ${devices}; do tc qdisc add dev $each root netem loss 5% delay 200ms; done`,
  repair: (devices) => `for each in ${devices}; do tc qdisc del dev $each root || true; done`,
  module: "sch_netem",
  unknown: /qdisc kind is unknown/,
});

const dropped = "INPUT ! -i lo -m statistic --mode random --probability 0.05 -j DROP";

/** Some of the packets that arrive at a server are dropped; none is late. */
export const packetLoss = new NetworkFault({
  made: `iptables -A ${dropped}`,
  repaired: `iptables -D ${dropped}`,
  make: () => `iptables -A ${dropped}`,
  repair: () => `iptables -D ${dropped} || true`,
  module: "xt_statistic",
  unknown: /missing kernel module/,
});
