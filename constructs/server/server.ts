import type { Container } from "@cdktf/provider-docker/lib/container/index.js";
import type { Volume } from "@cdktf/provider-docker/lib/volume/index.js";
import { dependable } from "cdktf";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { nameOf } from "../core/name.ts";
import { type IHost, type IServer, type NameOf, ServerConfiguration } from "./configuration.ts";
import type { IClient, INetwork, IStartable } from "./interfaces.ts";
import { renderContainer } from "./rendering.ts";
import { Replacement } from "./replacement.ts";
import type { ServerSpecification } from "./specification.ts";

/** Props of a `Server`. */
export interface ServerProps extends ServerSpecification {
  /** The host that the server shares with others. @default - its own machine */
  readonly host?: IHost;
}

/** A server, rendered as a container: on its own machine, or on a host shared with others. */
export class Server extends Construct implements IClient, IServer {
  readonly serverName: string;
  readonly host?: IHost;
  readonly replacement: Replacement;
  readonly configuration: ServerConfiguration;
  readonly resource: Container;

  constructor(
    scope: Construct,
    id: string,
    readonly props: ServerProps,
  ) {
    super(scope, id);
    this.serverName = nameOf(this.node);
    this.host = props.host;
    this.replacement = replacementOf(this.node.path, props);
    this.configuration = new ServerConfiguration(this);
    this.resource = renderContainer(this);
    props.host?.addServer(this);
  }

  /**
   * Keeps the container and the volume of a server that had another name: it is replaced like a
   * changed one, and its data stays.
   * @param serverName the earlier name
   */
  moveFrom(serverName: string): void {
    this.resource.moveFromId(`docker_container.${serverName}`);
    const volume = this.node.tryFindChild("volume") as Volume | undefined;
    volume?.moveFromId(`docker_volume.${serverName}`);
  }

  get machine(): IServer {
    return this.host?.machine ?? this;
  }

  /** Returns the server's own DNS name on a network on which it listens. */
  nameOn(network: INetwork): string {
    return `${this.configuration.name}.${network.name}`;
  }

  /** Makes the server listen on a network, under an alias and its own name. */
  serveOn(network: INetwork, alias: string): void {
    const own: NameOf = (name) => `${name}.${network.name}`;
    this.configuration.listens.push(own);
    this.machine.configuration.attach(network, this, [() => alias, own]);
  }

  /** Adds an alias on a network on which the server listens. */
  addAlias(network: INetwork, alias: string): void {
    this.machine.configuration.attach(network, this, [() => alias]);
  }

  /**
   * Exposes metrics on a network, under the alias with the suffix `-metrics`. The server listens
   * for nothing else there.
   */
  exposeMetricsOn(network: INetwork, alias: string): void {
    const own: NameOf = (name) => `${metricsName(name)}.${network.name}`;
    this.configuration.exposes.push(own);
    this.machine.configuration.attach(network, this, [() => metricsName(alias), own]);
  }

  join(network: INetwork): void {
    this.machine.configuration.attach(network, this, []);
  }

  /**
   * Makes the server start when the others are healthy, and stop before them. A server with
   * `Replacement.startFirst` does not wait for servers that are replaced in place: Terraform would
   * propagate `create_before_destroy` to them, and two servers would use the same data. It does not
   * wait for servers that release their data either, because that may wait for the removal of
   * others.
   */
  startAfter(others: readonly IStartable[]): void {
    const waitedFor = others.filter(
      ({ replacement: { startsFirst, releasesData } }) =>
        !this.replacement.startsFirst || (startsFirst && !releasesData),
    );
    if (waitedFor.length === 0) return;
    this.resource.dependsOn = [
      ...(this.resource.dependsOn ?? []),
      ...waitedFor.map(({ resource }) => dependable(resource)),
    ];
  }
}

function replacementOf(path: string, props: ServerProps): Replacement {
  const { data, publishedPort, replacement } = props;
  if (publishedPort !== undefined && replacement?.startsFirst) {
    throw new Error(
      `${path} publishes port ${publishedPort}, which two servers cannot publish at once: use Replacement.inPlace()`,
    );
  }
  if (replacement?.releasesData && data === undefined) {
    throw new Error(`${path} has no data to release: set \`data\` to the folder of its data`);
  }
  if (replacement) return replacement;
  return data === undefined && publishedPort === undefined
    ? Replacement.startFirst()
    : Replacement.inPlace();
}
