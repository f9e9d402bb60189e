import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import type { IClient, IEntry, INetwork, IObservable, IStartable, Metrics } from "./interfaces.ts";
import type { Monitoring } from "./monitoring.ts";
import { PrivateNetwork } from "./private-network.ts";
import type { Server } from "./server.ts";

/** A tier: identical servers behind one DNS name, with their own private network. */
export abstract class Tier extends Construct implements IClient, IEntry, IObservable {
  readonly monitoring?: Monitoring;
  protected readonly servers: Server[] = [];
  private own?: PrivateNetwork;
  /** Networks on which the servers listen, with their alias there. */
  private readonly places: { network: INetwork; alias: string }[] = [];

  /** The name that clients reach the servers by. */
  get address(): string {
    return this.node.id;
  }

  /** Grants access to a client, and to no other. */
  allowFrom(client: IClient): void {
    client.join(this.ownNetwork());
    this.startBefore(client);
  }

  startBefore(client: IClient): void {
    client.startAfter(this.servers);
  }

  serveOn(network: INetwork, alias: string): void {
    this.places.push({ network, alias });
    for (const server of this.servers) server.serveOn(network, alias);
  }

  /** Exposes metrics on a network. The servers listen for nothing else there. */
  exposeMetricsOn(network: INetwork): void {
    this.places.push({ network, alias: metricsName(this.address) });
    for (const server of this.servers) server.exposeMetricsOn(network, this.metricsNameOf(server));
  }

  /** Connects a client to the first network on which the servers listen. */
  exposeMetricsTo(client: IClient): void {
    client.join(this.places[0]?.network ?? this.ownNetwork());
  }

  get metrics(): readonly Metrics[] {
    return this.exporters.map((exporter) => ({
      address: this.places[0]?.alias ?? this.address,
      ...exporter,
    }));
  }

  /** The name of the servers that Prometheus scrapes together with this one, before its suffix. */
  protected metricsNameOf(_server: Server): string {
    return this.address;
  }

  /** The exporters of each server's machine. */
  protected get exporters(): readonly Omit<Metrics, "address">[] {
    return [];
  }

  join(network: INetwork): void {
    for (const server of this.servers) server.join(network);
  }

  startAfter(others: readonly IStartable[]): void {
    for (const server of this.servers) server.startAfter(others);
  }

  /** The network of the tier's clients. */
  protected ownNetwork(): PrivateNetwork {
    if (!this.own) {
      this.own = new PrivateNetwork(this, "network");
      this.serveOn(this.own, this.address);
    }
    return this.own;
  }
}
