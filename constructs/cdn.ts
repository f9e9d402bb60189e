import type { Construct } from "constructs";
import { Size } from "../architecture/size.ts";
import { Image } from "./image.ts";
import { HAPROXY, VARNISH } from "./metrics.ts";
import { Server } from "./server.ts";
import { fillTemplate } from "./template.ts";
import { type IEndpoint, Tier } from "./tier.ts";

/** Props of a `Cdn`. */
export interface CdnProps {
  /** Who has the static files. */
  readonly files: IEndpoint;
  /** Who answers all else. */
  readonly pages: IEndpoint;
  /** How many edges there are, each with a cache of its own. @default 2 */
  readonly edges?: number;
  /** Limits of each edge's machine. @default Size.SMALL */
  readonly size?: Size;
}

/**
 * Varnish on several edges, each of which stands for a place in the world: static files come from
 * its cache, and so does whatever else the origin says may be kept.
 */
export class Cdn extends Tier {
  readonly port = 8080;
  /** Where Varnish finds HAProxy on its machine, which finds the origins. */
  private readonly filesPort = 8081;
  private readonly pagesPort = 8082;

  constructor(scope: Construct, id: string, props: CdnProps) {
    super(scope, id);
    const { files, pages, edges = 2 } = props;
    const { port, filesPort, pagesPort } = this;

    for (let number = 1; number <= edges; number++) {
      const server: Server = new Server(this, `${number}`, {
        role: "cdn",
        image: Image.of(this, "varnish"),
        user: "varnish",
        size: props.size ?? Size.SMALL,
        port,
        command: () => ["start-edge", ...server.addresses],
        environment: () => ({
          METRICS_LISTEN: server.metricsListen(VARNISH.port).at(-1),
          PORT: `${port}`,
        }),
        files: () => ({
          "/etc/varnish/default.vcl": fillTemplate("varnish/default.vcl", {
            filesPort,
            pagesPort,
            server: server.serverName,
          }),
          "/etc/varnish/log-format": fillTemplate("varnish/log-format", {
            server: server.serverName,
          }),
          "/etc/haproxy/haproxy.cfg": fillTemplate("haproxy/edge.cfg", {
            files: files.address,
            filesPort,
            filesServerPort: files.port,
            metricsAddress: server.metricsAddresses,
            metricsPort: HAPROXY.port,
            pages: pages.address,
            pagesPort,
            pagesServerPort: pages.port,
          }),
        }),
        healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${port}/readyz`,
      });
      this.servers.push(server);
    }
    files.allowFrom(this);
    pages.allowFrom(this);
  }

  protected override get exporters() {
    return [
      { job: "cdn", ...VARNISH },
      { job: "cdn-origins", ...HAPROXY },
    ];
  }
}
