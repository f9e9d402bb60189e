import { Construct } from "constructs";
import { Blueprint } from "./blueprint.ts";
import { Image } from "./image.ts";
import { PrivateNetwork } from "./private-network.ts";
import { Server } from "./server.ts";
import { Size } from "./size.ts";
import { fillTemplate } from "./template.ts";
import type { IEntry } from "./tier.ts";

/** Props of a `PublicAddress`. */
export interface PublicAddressProps {
  /** Who stands behind the address. */
  readonly entry: IEntry;
}

/**
 * The address that customers know, as a name in the DNS or a floating IP would be: it stays the
 * same while the machines behind it change. Its configuration is the same in every stage.
 */
export class PublicAddress extends Construct {
  constructor(scope: Construct, id: string, props: PublicAddressProps) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    const port = 8080;

    const server: Server = new Server(this, "server", {
      role: "public-address",
      image: Image.of(this, "haproxy"),
      user: "haproxy",
      size: Size.MICRO,
      port,
      publishedPort: environment.port,
      files: () => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate("haproxy/public-address.cfg", {
          address: server.addresses,
          port,
        }),
      }),
      healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${port}/rotation`,
    });

    const outside = new PrivateNetwork(this, "outside", { internal: false });
    server.serveOn(outside, "public-address");

    const entry = new PrivateNetwork(this, "entry");
    server.join(entry);
    props.entry.serveOn(entry, "entry");
  }
}
