import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { repeatableCondition, unloggedPaths } from "../app/paths.ts";
import { Blueprint } from "../core/blueprint.ts";
import { fillTemplate } from "../core/template.ts";
import { HAPROXY, haproxyImage, healthScript } from "../haproxy/haproxy.ts";
import { httpCheck } from "../server/health-check.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";

/** Props of a `LoadBalancer`. */
export interface LoadBalancerProps {
  /** The tier whose servers share the load. */
  readonly backend: IEndpoint;
  /** How many load balancers there are. @default 1 */
  readonly servers?: number;
  /** CPU and memory limits of each one's machine. @default Size.MICRO */
  readonly size?: Size;
}

/**
 * Load balancers (HAProxy): each of them balances requests over the servers of a tier that are in
 * rotation.
 */
export class LoadBalancer extends Tier implements IEndpoint {
  readonly port = 8080;
  override readonly monitoring = { folder: import.meta.dirname, charts };

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { backend, size = Size.MICRO } = props;
    const { application } = Blueprint.of(this);

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "load-balancer",
        image: haproxyImage(this),
        user: "haproxy",
        size,
        port: this.port,
        files: (self) => ({
          ...healthScript(),
          "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "load-balancer.cfg"), {
            address: self.addresses,
            backend: backend.address,
            backendPort: backend.port,
            metricsAddress: self.metricsAddresses,
            metricsPort: HAPROXY.port,
            port: this.port,
            repeatable: repeatableCondition(application),
            server: self.serverName,
            threads: size.threads,
            unlogged: unloggedPaths(application).join(" "),
          }),
        }),
        healthCheck: httpCheck(this.port, application.ready),
      });
      this.servers.push(server);
    }
    this.servers[0]?.moveFrom(this.address);
    backend.allowFrom(this);
  }

  protected override get exporters() {
    return [{ job: "load-balancer", ...HAPROXY }];
  }
}
