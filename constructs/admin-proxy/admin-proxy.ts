import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { Size } from "../../architecture/size.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, HAPROXY_CHECK, haproxyImage } from "../haproxy/haproxy.ts";
import type { IClient, IEndpoint, IObservable, Metrics } from "../server/interfaces.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import { Server } from "../server/server.ts";

/** Props of an `AdminProxy`. */
export interface AdminProxyProps {
  /** The port on the loopback address of the Docker host. */
  readonly publishedPort: number;
  /** The path of HAProxy's configuration template. */
  readonly configuration: string;
  /** The upstreams, by the placeholder of each in the configuration template. */
  readonly pages: Record<string, IEndpoint>;
}

/**
 * A reverse proxy (HAProxy) that publishes admin pages on the loopback address of the Docker host.
 * The servers behind it stay on internal networks and publish no port.
 */
export class AdminProxy extends Construct implements IObservable {
  /** The port on which HAProxy listens, on its machine. */
  readonly port = 8080;
  /** The server that runs HAProxy. */
  readonly server: Server;
  private metricsNetwork?: PrivateNetwork;

  constructor(scope: Construct, id: string, props: AdminProxyProps) {
    super(scope, id);
    const pages = Object.entries(props.pages);

    const server = new Server(this, "server", {
      role: "admin-proxy",
      image: haproxyImage(this),
      user: "haproxy",
      size: Size.MICRO,
      port: this.port,
      publishedPort: props.publishedPort,
      publishedOn: "127.0.0.1",
      files: (self) => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate(props.configuration, {
          ...Object.fromEntries(
            pages.map(([name, page]) => [name, `${page.address}:${page.port}`]),
          ),
          address: self.addresses,
          metricsAddress: self.metricsAddresses,
          metricsPort: HAPROXY.port,
          port: this.port,
        }),
      }),
      healthCheck: HAPROXY_CHECK,
    });
    this.server = server;
    server.serveOn(operatorsNetwork(this), server.serverName);
    for (const [, page] of pages) page.allowFrom(server);
  }

  /** Exposes the proxy's metrics on a network. */
  exposeMetricsOn(network: PrivateNetwork): void {
    this.metricsNetwork = network;
    this.server.exposeMetricsOn(network, this.server.serverName);
  }

  /** None before `exposeMetricsOn`. */
  get metrics(): readonly Metrics[] {
    if (!this.metricsNetwork) return [];
    return [{ job: "admin-proxy", address: metricsName(this.server.serverName), ...HAPROXY }];
  }

  exposeMetricsTo(client: IClient): void {
    if (this.metricsNetwork) client.join(this.metricsNetwork);
  }

  startBefore(client: IClient): void {
    client.startAfter([this.server]);
  }
}

/**
 * The external network that all admin proxies of a stage share: Docker's address pools are small.
 */
function operatorsNetwork(scope: Construct): PrivateNetwork {
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild("operators") as PrivateNetwork | undefined;
  return known ?? new PrivateNetwork(stack, "operators", { internal: false });
}
