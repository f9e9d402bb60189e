import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { architectureFile } from "../../server/architecture.ts";
import type { IEndpoint } from "../../server/interfaces.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";

/** Props of a `Dashboard`. */
export interface DashboardProps {
  readonly prometheus: IEndpoint;
  readonly logs: IEndpoint;
  /** Ids of the stage's parts that only observe: they are drawn apart. */
  readonly observers: readonly string[];
  /**
   * Who tells the architecture that runs at the moment.
   * @default - it is that of the stage
   */
  readonly collector?: IEndpoint;
}

/** The live page, which also receives the alerts and keeps them. */
export class Dashboard extends Tier {
  readonly port = 8080;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { prometheus, logs, observers, collector } = props;
    const architecture = collector
      ? { ARCHITECTURE_URL: `http://${collector.address}:${collector.port}/architecture` }
      : { ARCHITECTURE: "/etc/dashboard/architecture.json" };
    const server = new Server(this, "server", {
      role: "dashboard",
      image: Image.fromFolder(this, "dashboard", join(import.meta.dirname, "image")),
      user: "dashboard",
      size: Size.MICRO,
      port: this.port,
      data: "/var/lib/alerts",
      environment: (self) => ({
        ALERTS_FILE: "/var/lib/alerts/alerts.jsonl",
        ...architecture,
        LISTEN: self.addresses.join(),
        LOGS_URL: `http://${logs.address}:${logs.port}`,
        OBSERVERS: observers.join(),
        PORT: `${this.port}`,
        PROMETHEUS_URL: `http://${prometheus.address}:${prometheus.port}/prometheus`,
        SERVER_NAME: self.serverName,
      }),
      files: collector
        ? undefined
        : () => ({ "/etc/dashboard/architecture.json": architectureFile(this) }),
      healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${this.port}/healthz`,
    });
    this.servers.push(server);
  }

  protected override get exporters() {
    return [{ job: "dashboard", port: this.port }];
  }
}
