import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { repeatableCondition } from "../app/paths.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, healthScript } from "../haproxy/haproxy.ts";
import { filesConfiguration } from "../nginx/nginx.ts";
import { httpCheck } from "../server/health-check.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Varnish's Prometheus exporter, a sidecar process on the same machine. */
const VARNISH = { port: 9131 };

/** Props of a `Cdn`. */
export interface CdnProps {
  /** The origin of the static files. */
  readonly files: IEndpoint;
  /** The origin of everything else. */
  readonly pages: IEndpoint;
  /** How many edges there are, each with its own cache. @default 2 */
  readonly edges?: number;
  /** CPU and memory limits of each edge's machine. @default Size.SMALL */
  readonly size?: Size;
}

/**
 * A CDN: several edges with Varnish, each of which stands for a point of presence. An edge serves
 * static files from its cache, and every other response that the origin declares cacheable.
 */
export class Cdn extends Tier implements IEndpoint {
  readonly port = 8080;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** Ports of HAProxy on the edge's machine, the proxy between Varnish and the origins. */
  private readonly filesPort = 8081;
  private readonly pagesPort = 8082;

  constructor(scope: Construct, id: string, props: CdnProps) {
    super(scope, id);
    const { files, pages, edges = 2, size = Size.SMALL } = props;
    const { port, filesPort, pagesPort } = this;
    const { application } = Blueprint.of(this);
    const { filesPath } = filesConfiguration(application);

    for (let number = 1; number <= edges; number++) {
      const server = new Server(this, `${number}`, {
        role: "cdn",
        image: Image.fromFolder(this, "varnish", join(import.meta.dirname, "image")),
        user: "varnish",
        size,
        port,
        command: (self) => ["start-edge", ...self.addresses],
        environment: (self) => ({
          METRICS_LISTEN: self.metricsListen(VARNISH.port).at(-1),
          PORT: `${port}`,
          READY: application.ready ?? "/rotation",
        }),
        files: (self) => ({
          "/etc/varnish/default.vcl": fillTemplate(join(import.meta.dirname, "default.vcl"), {
            filesPath,
            filesPort,
            pagesPort,
            server: self.serverName,
          }),
          "/etc/varnish/log-format": fillTemplate(join(import.meta.dirname, "log-format"), {
            server: self.serverName,
          }),
          ...healthScript(),
          "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "edge.cfg"), {
            files: files.address,
            filesPort,
            filesServerPort: files.port,
            metricsAddress: self.metricsAddresses,
            metricsPort: HAPROXY.port,
            pages: pages.address,
            pagesPort,
            pagesServerPort: pages.port,
            repeatable: repeatableCondition(application),
            threads: size.threads,
          }),
        }),
        healthCheck: httpCheck(port, application.ready),
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
