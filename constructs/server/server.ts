import type { Container } from "@cdktf/provider-docker/lib/container/index.js";
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
  /** @default - its own machine */
  readonly host?: IHost;
}

/** A service that runs on a host: on its own machine, or beside others on a shared one. */
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

  get machine(): IServer {
    return this.host?.machine ?? this;
  }

  /** The name that this server alone has on a network on which it answers. */
  nameOn(network: INetwork): string {
    return `${this.configuration.name}.${network.name}`;
  }

  /** Answers on that network, under the alias and under its own name there. */
  serveOn(network: INetwork, alias: string): void {
    const own: NameOf = (name) => `${name}.${network.name}`;
    this.configuration.listens.push(own);
    this.machine.configuration.attach(network, this, [() => alias, own]);
  }

  /** Has one more name on a network on which it answers. */
  addAlias(network: INetwork, alias: string): void {
    this.machine.configuration.attach(network, this, [() => alias]);
  }

  /** Exposes metrics on that network, under a name made of the alias, and answers nothing else there. */
  exposeMetricsOn(network: INetwork, alias: string): void {
    const own: NameOf = (name) => `${metricsName(name)}.${network.name}`;
    this.configuration.exposes.push(own);
    this.machine.configuration.attach(network, this, [() => metricsName(alias), own]);
  }

  join(network: INetwork): void {
    this.machine.configuration.attach(network, this, []);
  }

  /**
   * Starts when the others are healthy, and stops before them. A server that starts before the one it
   * replaces waits for none that is replaced in place: `create_before_destroy` would spread to it, and
   * a second one would start beside the first on the same data. Nor for one that releases its data,
   * which may take until others have gone.
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
      `${path} publishes port ${publishedPort}, which two servers cannot have at once: let it be replaced in place`,
    );
  }
  if (replacement?.releasesData && data === undefined) {
    throw new Error(`${path} has no data to release: name the folder that it keeps data in`);
  }
  if (replacement) return replacement;
  return data === undefined && publishedPort === undefined
    ? Replacement.startFirst()
    : Replacement.inPlace();
}
