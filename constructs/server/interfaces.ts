import type { TerraformResource } from "cdktf";
import type { Monitoring } from "./monitoring.ts";
import type { Replacement } from "./replacement.ts";

/** A network that connects servers with their clients. */
export interface INetwork {
  /** The name without the environment: `app`. */
  readonly name: string;
  /** The Terraform expression for the network's name in Docker. */
  readonly id: string;
  /** A DNS name by which the members reach the Docker host. @default - none */
  readonly dockerHostName?: string;
}

/** A server that others can wait for. */
export interface IStartable {
  /** The server's Terraform resource. */
  readonly resource: TerraformResource;
  /** How a changed server replaces the running one. */
  readonly replacement: Replacement;
}

/** A client: it can be granted access to a network. */
export interface IClient {
  /** Connects the client to a network, so that it reaches the servers there. */
  join(network: INetwork): void;
  /** Makes the client start when the servers are healthy, and stop before them. */
  startAfter(servers: readonly IStartable[]): void;
}

/** Servers that clients reach under one name and port. */
export interface IEndpoint {
  /** The name that clients reach the servers by. */
  readonly address: string;
  /** The port on which the servers listen. */
  readonly port: number;
  /** Grants access to a client, and to no other. */
  allowFrom(client: IClient): void;
}

/** An endpoint with environment variables (a URL) for its clients. */
export interface IService extends IEndpoint {
  /**
   * Returns the environment variables for a client's program: URLs with user and password.
   * @param name the program's name for the service: `DATABASE` makes `DATABASE_URL`
   */
  variables(name: string): Record<string, string | undefined>;
}

/** Servers that can be the upstream of the public address. */
export interface IEntry {
  /** Makes the servers listen on a network, under an alias. */
  serveOn(network: INetwork, alias: string): void;
}

/** A metrics endpoint (scrape target) of servers, in Prometheus' text format. */
export interface Metrics {
  /** The name of the scrape job: `web`, `queue`. */
  readonly job: string;
  /** The DNS name that resolves to all of the servers. */
  readonly address: string;
  /** The port of the endpoint. */
  readonly port: number;
  /** The path of the endpoint. @default "/metrics" */
  readonly path?: string;
  /** The scrape interval. @default - every 15 s */
  readonly interval?: string;
  /** Query parameters of the scrape. @default - none */
  readonly query?: Record<string, string[]>;
}

/** Servers that expose metrics: `Observability` finds them in the stage. */
export interface IObservable {
  /** The metrics endpoints of its own servers: what is nested in it is an observable itself. */
  readonly metrics: readonly Metrics[];
  /** The alerts, runbooks and charts of its servers. @default - those of every server */
  readonly monitoring?: Monitoring;
  /** Grants a client access to the metrics. */
  exposeMetricsTo(client: IClient): void;
  /** Makes a client start when these servers are healthy, and stop before them. */
  startBefore(client: IClient): void;
}

/** A tracing backend, to which programs send spans. */
export interface ITraces {
  /** Environment variables with the address of the backend. */
  readonly environment: Readonly<Record<string, string>>;
  /** The network of the programs that send spans. */
  readonly network: INetwork;
  /** Grants access to a client, which starts without waiting for the backend. */
  allowFrom(client: IClient): void;
}
