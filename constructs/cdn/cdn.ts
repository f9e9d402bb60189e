import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { repeatableCondition } from "../app/paths.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY } from "../haproxy/haproxy.ts";
import { filesConfiguration } from "../nginx/nginx.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Varnish's exporter, which runs beside it. */
const VARNISH = { port: 9131 };

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
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** Where Varnish finds HAProxy on its machine, which finds the origins. */
  private readonly filesPort = 8081;
  private readonly pagesPort = 8082;

  constructor(scope: Construct, id: string, props: CdnProps) {
    super(scope, id);
    const { files, pages, edges = 2 } = props;
    const { port, filesPort, pagesPort } = this;
    const { application } = Blueprint.of(this);
    const { filesPath } = filesConfiguration(application);
    const { ready = "/" } = application;

    for (let number = 1; number <= edges; number++) {
      const server = new Server(this, `${number}`, {
        role: "cdn",
        image: Image.fromFolder(this, "varnish", join(import.meta.dirname, "image")),
        user: "varnish",
        size: props.size ?? Size.SMALL,
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
          }),
        }),
        healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${port}${ready}`,
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
