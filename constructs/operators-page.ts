import { Construct } from "constructs";
import { Blueprint } from "./blueprint.ts";
import { Image } from "./image.ts";
import { PrivateNetwork } from "./private-network.ts";
import { Server } from "./server.ts";
import { Size } from "./size.ts";
import { fillTemplate } from "./template.ts";
import type { IEndpoint } from "./tier.ts";

/** Props of an `OperatorsPage`. */
export interface OperatorsPageProps {
  /** Who makes the page. */
  readonly page: IEndpoint;
}

/**
 * A page for operators, published on the loopback address of the engine's machine, at the port after
 * the public address's. HAProxy does that, so that who makes the page needs no network with a way out.
 */
export class OperatorsPage extends Construct {
  constructor(scope: Construct, id: string, props: OperatorsPageProps) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    const { page } = props;
    const port = 8080;

    const server: Server = new Server(this, "server", {
      role: "operators-page",
      image: Image.of(this, "haproxy"),
      user: "haproxy",
      size: Size.MICRO,
      port,
      publishedPort: environment.operatorsPort,
      publishedOn: "127.0.0.1",
      files: () => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate("haproxy/operators-page.cfg", {
          address: server.addresses,
          page: page.address,
          pagePort: page.port,
          port,
        }),
      }),
      healthCheck: "busybox wget -q -O /dev/null http://127.0.0.1:8404/",
    });

    const outside = new PrivateNetwork(this, "outside", { internal: false });
    server.serveOn(outside, "operators-page");
    page.allowFrom(server);
  }
}
