import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import type { IObservable, Metrics } from "./metrics.ts";
import { PrivateNetwork } from "./private-network.ts";
import type { Server } from "./server.ts";

/** Who asks: can be let into somebody's network. */
export interface IPeer {
  /** Can reach who answers on that network. */
  join(network: PrivateNetwork): void;
  /** Starts when those servers are healthy, and goes before them. */
  startAfter(servers: readonly Server[]): void;
}

/** Who answers: servers that share one name and port. */
export interface IEndpoint {
  /** The name that those who are let in reach the servers by. */
  readonly address: string;
  readonly port: number;
  /** Lets that peer in, and nobody else. */
  allowFrom(peer: IPeer): void;
}

/** Who can stand at the public address. */
export interface IEntry {
  /** Answers on that network under that alias. */
  serveOn(network: PrivateNetwork, alias: string): void;
}

/** Servers that do the same work, behind one name, with one private network of their own. */
export abstract class Tier extends Construct implements IPeer, IEndpoint, IEntry, IObservable {
  abstract readonly port: number;
  protected readonly servers: Server[] = [];
  private own?: PrivateNetwork;
  /** Networks on which the servers answer, with the name that they have there. */
  private readonly places: { network: PrivateNetwork; alias: string }[] = [];

  get address(): string {
    return this.node.id;
  }

  allowFrom(peer: IPeer): void {
    peer.join(this.ownNetwork());
    this.precede(peer);
  }

  precede(peer: IPeer): void {
    peer.startAfter(this.servers);
  }

  serveOn(network: PrivateNetwork, alias: string): void {
    this.places.push({ network, alias });
    for (const server of this.servers) server.serveOn(network, alias);
  }

  /** Tells figures on that network, and answers nothing else there. */
  tellOn(network: PrivateNetwork): void {
    this.places.push({ network, alias: metricsName(this.address) });
    for (const server of this.servers) server.tellOn(network, this.address);
  }

  /** Where the servers answer already, a reader of figures is let in there. */
  exposeTo(observer: IPeer): void {
    observer.join(this.places[0]?.network ?? this.ownNetwork());
  }

  get metrics(): readonly Metrics[] {
    return this.exporters.map((exporter) => ({
      address: this.places[0]?.alias ?? this.address,
      ...exporter,
    }));
  }

  /** What tells figures on each server's machine. */
  protected get exporters(): readonly Omit<Metrics, "address">[] {
    return [];
  }

  join(network: PrivateNetwork): void {
    for (const server of this.servers) server.join(network);
  }

  startAfter(others: readonly Server[]): void {
    for (const server of this.servers) server.startAfter(others);
  }

  /** The network of those who were let in. */
  protected ownNetwork(): PrivateNetwork {
    if (!this.own) {
      this.own = new PrivateNetwork(this, "network");
      this.serveOn(this.own, this.address);
    }
    return this.own;
  }
}
