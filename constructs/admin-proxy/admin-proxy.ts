import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { Size } from "../../architecture/size.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, haproxyImage } from "../haproxy/haproxy.ts";
import type { IClient, IEndpoint, IObservable, Metrics } from "../server/interfaces.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import { Server } from "../server/server.ts";

/** Props of an `AdminProxy`. */
export interface AdminProxyProps {
  /** The port of the engine's machine, on its loopback address only. */
  readonly publishedPort: number;
  /** HAProxy's configuration, the path of a file with placeholders. */
  readonly configuration: string;
  /** Who makes the page, by the name that the configuration has for him. */
  readonly pages: Record<string, IEndpoint>;
}

/**
 * A page for operators, published on the loopback address of the engine's machine. HAProxy does
 * that, so that who makes the page needs no network with a way out.
 */
export class AdminProxy extends Construct implements IObservable {
  readonly port = 8080;
  readonly server: Server;
  private metricsNetwork?: PrivateNetwork;

  constructor(scope: Construct, id: string, props: AdminProxyProps) {
    super(scope, id);
    const pages = Object.entries(props.pages);

    const server = new Server(this, "server", {
      role: "operators-page",
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
      healthCheck: "busybox wget -q -O /dev/null http://127.0.0.1:8404/",
    });
    this.server = server;
    server.serveOn(operatorsNetwork(this), server.serverName);
    for (const [, page] of pages) page.allowFrom(server);
  }

  /** Exposes metrics on that network, and answers nothing else there. */
  exposeMetricsOn(network: PrivateNetwork): void {
    this.metricsNetwork = network;
    this.server.exposeMetricsOn(network, this.server.serverName);
  }

  /** None before `exposeMetricsOn`. */
  get metrics(): readonly Metrics[] {
    if (!this.metricsNetwork) return [];
    return [{ job: "operators-page", address: metricsName(this.server.serverName), ...HAPROXY }];
  }

  exposeMetricsTo(client: IClient): void {
    if (this.metricsNetwork) client.join(this.metricsNetwork);
  }

  startBefore(client: IClient): void {
    client.startAfter([this.server]);
  }
}

/** The network with a way out that all operators' pages of a stage share: an engine has few. */
function operatorsNetwork(scope: Construct): PrivateNetwork {
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild("operators") as PrivateNetwork | undefined;
  return known ?? new PrivateNetwork(stack, "operators", { internal: false });
}
