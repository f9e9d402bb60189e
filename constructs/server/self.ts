import type { INetwork } from "./interfaces.ts";

/** A server as its own configuration sees it. */
export class Self {
  /**
   * @param serverName the name without a hash: `app-1`
   * @param uniqueName the name that no other server has at any time: `app-1-3142279d`
   * @param addresses where to listen: on loopback and on the networks of its clients, nowhere else
   * @param metricsAddresses the same, and networks on which it answers nothing but scrapes
   */
  constructor(
    readonly serverName: string,
    private readonly uniqueName: string,
    readonly addresses: readonly string[],
    readonly metricsAddresses: readonly string[],
  ) {}

  /** The name that this server alone has on a network on which it answers. */
  nameOn(network: INetwork): string {
    return `${this.uniqueName}.${network.name}`;
  }

  /** Each of the addresses for metrics with a port. */
  metricsListen(port: number): string[] {
    return this.metricsAddresses.map((address) => `${address}:${port}`);
  }
}
