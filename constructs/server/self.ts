import type { INetwork } from "./interfaces.ts";

/** The names and addresses of a server, for its own configuration. */
export class Self {
  /**
   * @param serverName the name without a hash: `app-1`
   * @param uniqueName the name that no other server has, not even its replacement: `app-1-3142279d`
   * @param addresses the addresses to listen on: loopback and the networks of its clients
   * @param metricsAddresses the addresses to expose metrics on: the same, and networks only for
   * scrapes
   */
  constructor(
    readonly serverName: string,
    private readonly uniqueName: string,
    readonly addresses: readonly string[],
    readonly metricsAddresses: readonly string[],
  ) {}

  /** Returns the server's own DNS name on a network on which it listens. */
  nameOn(network: INetwork): string {
    return `${this.uniqueName}.${network.name}`;
  }

  /** Returns the metrics addresses, each with a port: `127.0.0.1:9100`. */
  metricsListen(port: number): string[] {
    return this.metricsAddresses.map((address) => `${address}:${port}`);
  }
}
