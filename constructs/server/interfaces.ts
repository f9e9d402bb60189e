import type { TerraformResource } from "cdktf";
import type { Monitoring } from "./monitoring.ts";
import type { Replacement } from "./replacement.ts";

/** A network that joins servers with their clients. */
export interface INetwork {
  /** The name without the environment: `app`. */
  readonly name: string;
  /** What a container joins it by. */
  readonly id: string;
}

/** A server as those that wait for it see it. */
export interface IStartable {
  /** What Terraform manages the server as. */
  readonly resource: TerraformResource;
  readonly replacement: Replacement;
}

/** A client: it can be granted access to a network. */
export interface IClient {
  /** Makes it reach those that answer on that network. */
  join(network: INetwork): void;
  /** Makes it start when those servers are healthy, and stop before them. */
  startAfter(servers: readonly IStartable[]): void;
}

/** Servers that answer under one name and port. */
export interface IEndpoint {
  /** The name that clients reach the servers by. */
  readonly address: string;
  readonly port: number;
  /** Grants that client access, and nobody else. */
  allowFrom(client: IClient): void;
}

/** An endpoint that also tells a client's program where it is. */
export interface IService extends IEndpoint {
  /**
   * Environment variables by which a client's program finds the service, passwords included.
   * @param name how the program calls the service: `DATABASE` makes `DATABASE_URL`
   */
  variables(name: string): Record<string, string | undefined>;
}

/** Servers that can stand behind the public address. */
export interface IEntry {
  /** Makes them answer on that network under that alias. */
  serveOn(network: INetwork, alias: string): void;
}

/** Where servers expose metrics, in Prometheus' text format over HTTP. */
export interface Metrics {
  /** Prometheus' job: `web`, `queue`. */
  readonly job: string;
  /** The name that leads to all of the servers, in the networks of their clients. */
  readonly address: string;
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** The scrape interval. @default - every 15 s */
  readonly interval?: string;
  /** The scrape's query. @default - none */
  readonly query?: Record<string, string[]>;
}

/** Servers that expose metrics: `Observability` finds them in the stage. */
export interface IObservable {
  /** Those of its own servers: what is nested in it is an observable itself. */
  readonly metrics: readonly Metrics[];
  /** @default - what watches every server */
  readonly monitoring?: Monitoring;
  /** Grants that client access to the metrics. */
  exposeMetricsTo(client: IClient): void;
  /** Makes that client start when these servers are healthy, and stop before them. */
  startBefore(client: IClient): void;
}

/** Where programs send the spans of the requests that they handle. */
export interface ITraces {
  /** Environment variables by which a program finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The network of the programs that send spans. */
  readonly network: INetwork;
  /** Grants that client access; it does not wait for it. */
  allowFrom(client: IClient): void;
}
