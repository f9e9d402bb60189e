import { join } from "node:path";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { Size } from "../../architecture/size.ts";
import { repeatableCondition } from "../app/paths.ts";
import { Blueprint } from "../core/blueprint.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, haproxyImage, healthScript } from "../haproxy/haproxy.ts";
import { httpCheck } from "../server/health-check.ts";
import type { IClient, IEntry, IObservable, Metrics } from "../server/interfaces.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import { Server } from "../server/server.ts";
import { charts } from "./charts.ts";

/** Props of a `PublicAddress`. */
export interface PublicAddressProps {
  /** The upstream: the servers behind the address. */
  readonly entry: IEntry;
}

/**
 * The public address: a reverse proxy (HAProxy) that stands for a DNS name or a floating IP. It
 * stays the same while the servers behind it change, and its configuration is the same in every
 * stage.
 */
export class PublicAddress extends Construct implements IObservable {
  /** The name on the clients' network. */
  readonly address = "public-address";
  /** The port on the clients' network; the Docker host publishes it as the environment's port. */
  readonly port = 8080;
  readonly monitoring = { folder: import.meta.dirname, charts };
  /** The clients' network. */
  readonly outside: PrivateNetwork;
  readonly metrics: readonly Metrics[] = [
    { job: "public-address", address: metricsName(this.address), ...HAPROXY },
  ];
  private readonly entry: PrivateNetwork;
  private readonly server: Server;

  constructor(scope: Construct, id: string, props: PublicAddressProps) {
    super(scope, id);
    const { application, environment } = Blueprint.of(this);
    const server = new Server(this, "server", {
      role: "public-address",
      image: haproxyImage(this),
      user: "haproxy",
      size: Size.MICRO,
      port: this.port,
      publishedPort: environment.port,
      files: (self) => ({
        ...healthScript(),
        "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "public-address.cfg"), {
          address: self.addresses,
          metricsAddress: self.metricsAddresses,
          metricsPort: HAPROXY.port,
          port: this.port,
          repeatable: repeatableCondition(application),
        }),
      }),
      healthCheck: httpCheck(this.port, "/rotation"),
    });

    this.server = server;
    this.outside = new PrivateNetwork(this, "outside", { internal: false });
    server.serveOn(this.outside, this.address);

    this.entry = new PrivateNetwork(this, "entry");
    server.join(this.entry);
    server.exposeMetricsOn(this.entry, this.address);
    props.entry.serveOn(this.entry, "entry");
  }

  exposeMetricsTo(observer: IClient): void {
    observer.join(this.entry);
  }

  startBefore(client: IClient): void {
    client.startAfter([this.server]);
  }
}
