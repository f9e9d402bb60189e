import { join } from "node:path";
import { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { Size } from "../../architecture/size.ts";
import { Blueprint } from "../core/blueprint.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, haproxyImage } from "../haproxy/haproxy.ts";
import type { IObservable, Metrics } from "../server/metrics.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import { Server } from "../server/server.ts";
import type { IEntry, IPeer } from "../server/tier.ts";

/** Props of a `PublicAddress`. */
export interface PublicAddressProps {
  /** Who stands behind the address. */
  readonly entry: IEntry;
}

/**
 * The address that customers know, as a name in the DNS or a floating IP would be: it stays the
 * same while the machines behind it change. Its configuration is the same in every stage.
 */
export class PublicAddress extends Construct implements IObservable {
  readonly address = "public-address";
  readonly port = 8080;
  /** Where customers are. */
  readonly outside: PrivateNetwork;
  readonly metrics: readonly Metrics[] = [
    { job: "public-address", address: metricsName(this.address), ...HAPROXY },
  ];
  private readonly entry: PrivateNetwork;
  private readonly server: Server;

  constructor(scope: Construct, id: string, props: PublicAddressProps) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    const server: Server = new Server(this, "server", {
      role: "public-address",
      image: haproxyImage(this),
      user: "haproxy",
      size: Size.MICRO,
      port: this.port,
      publishedPort: environment.port,
      files: () => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "public-address.cfg"), {
          address: server.addresses,
          metricsAddress: server.metricsAddresses,
          metricsPort: HAPROXY.port,
          port: this.port,
        }),
      }),
      healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${this.port}/rotation`,
    });

    this.server = server;
    this.outside = new PrivateNetwork(this, "outside", { internal: false });
    server.serveOn(this.outside, this.address);

    this.entry = new PrivateNetwork(this, "entry");
    server.join(this.entry);
    server.tellOn(this.entry, this.address);
    props.entry.serveOn(this.entry, "entry");
  }

  exposeTo(observer: IPeer): void {
    observer.join(this.entry);
  }

  precede(peer: IPeer): void {
    peer.startAfter([this.server]);
  }
}
