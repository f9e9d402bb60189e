import type { INetwork } from "./interfaces.ts";

/** The names and addresses of a server, for its own configuration. */
export class Self {
  constructor(
    /** The name without a hash: `app-1`. */
    readonly serverName: string,
    /** The name that no other server has, not even its replacement: `app-1-3142279d`. */
    private readonly uniqueName: string,
    /** The addresses to listen on: loopback and the networks of its clients. */
    readonly addresses: readonly string[],
    /** The addresses to expose metrics on: the same, and networks only for scrapes. */
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
