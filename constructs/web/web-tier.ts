import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { repeatableCondition, unloggedPaths } from "../app/paths.ts";
import { Blueprint } from "../core/blueprint.ts";
import { fillTemplate } from "../core/template.ts";
import { healthScript } from "../haproxy/haproxy.ts";
import { filesConfiguration, NGINX, nginxImage } from "../nginx/nginx.ts";
import { httpCheck } from "../server/health-check.ts";
import type { Host } from "../server/host.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Props of a `WebTier`. */
export interface WebTierProps {
  /** The upstream: the app tier. */
  readonly app: IEndpoint;
  /** How many web servers there are. @default 1 */
  readonly servers?: number;
  /** The host that the servers share. @default - each server has its own machine */
  readonly host?: Host;
  /** CPU and memory limits of each server's own machine. @default Size.MICRO */
  readonly size?: Size;
}

/** Web servers (nginx): they serve static files and proxy all other requests to the app tier. */
export class WebTier extends Tier implements IEndpoint {
  readonly port = 8080;
  override readonly monitoring = { folder: import.meta.dirname, charts };

  constructor(scope: Construct, id: string, props: WebTierProps) {
    super(scope, id);
    const { app } = props;
    const { application } = Blueprint.of(this);
    const { ready, repeatable = [] } = application;

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "web",
        image: nginxImage(this),
        user: "www-data",
        size: props.size ?? Size.MICRO,
        host: props.host,
        port: this.port,
        environment: (self) => ({
          METRICS_LISTEN: self.metricsListen(NGINX.port).join(" "),
        }),
        files: (self) => ({
          "/etc/nginx/nginx.conf": fillTemplate(join(import.meta.dirname, "nginx.conf"), {
            ...filesConfiguration(application),
            address: self.addresses,
            port: this.port,
            repeatable,
            server: self.serverName,
            unlogged: unloggedPaths(application),
          }),
          ...healthScript(),
          "/etc/haproxy/upstream.cfg": fillTemplate(join(import.meta.dirname, "upstream.cfg"), {
            app: app.address,
            appPort: app.port,
            ready: ready ?? "/",
            repeatable: repeatableCondition(application),
          }),
        }),
        healthCheck: httpCheck(this.port, ready),
      });
      this.servers.push(server);
    }
    app.allowFrom(this);
  }

  protected override get exporters() {
    return [{ job: "web", ...NGINX }];
  }
}
