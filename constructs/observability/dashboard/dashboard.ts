import { join } from "node:path";
import type { Construct } from "constructs";
import { OBJECTIVE, type Objective } from "../../../architecture/objective.ts";
import { Size } from "../../../architecture/size.ts";
import { Image } from "../../core/image.ts";
import { escapeExpressions } from "../../core/template.ts";
import { architectureFile } from "../../server/architecture.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IEndpoint } from "../../server/interfaces.ts";
import type { Monitoring } from "../../server/monitoring.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";
import type { LogStore } from "../log-store/log-store.ts";
import { chartsOf, runbookFiles } from "../monitored.ts";
import { runbookFolder } from "./runbooks.ts";

const CHARTS = "/etc/dashboard/charts.json";
const RUNBOOKS = "/etc/dashboard/runbooks";

/** Props of a `Dashboard`. */
export interface DashboardProps {
  /** The server that it queries for metrics. */
  readonly prometheus: IEndpoint;
  /** The server that it queries for log lines. */
  readonly logs: LogStore;
  /** Ids of the constructs that only observe the others: the page shows them separately. */
  readonly observers: readonly string[];
  /** The objective that the page compares latencies with. @default - OBJECTIVE */
  readonly objective?: Objective;
  /**
   * The collector that reports the running architecture.
   * @default - the page shows the architecture of its stage
   */
  readonly collector?: IEndpoint;
}

/** The live page, which also receives and stores the alerts. */
export class Dashboard extends Tier implements IEndpoint {
  readonly port = 8080;
  private readonly shown: Monitoring[] = [];

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { prometheus, logs, observers, objective = OBJECTIVE, collector } = props;
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
        CHARTS,
        LATENCY_OBJECTIVE_MS: `${objective.latencyMs}`,
        LISTEN: self.addresses.join(),
        LOGS_URL: `http://${logs.address}:${logs.port}${logs.path}`,
        OBSERVERS: observers.join(),
        PORT: `${this.port}`,
        PROMETHEUS_URL: `http://${prometheus.address}:${prometheus.port}/prometheus`,
        RUNBOOKS,
        SERVER_NAME: self.serverName,
      }),
      files: () => ({
        ...(collector ? {} : { "/etc/dashboard/architecture.json": architectureFile(this) }),
        [CHARTS]: escapeExpressions(`${JSON.stringify(chartsOf(this.shown), null, 2)}\n`),
        ...runbookFolder(RUNBOOKS, runbookFiles(this.shown)),
      }),
      healthCheck: httpCheck(this.port, "/healthz"),
    });
    this.servers.push(server);
  }

  /** Adds charts and runbooks to the page. */
  addMonitoring(monitoring: readonly Monitoring[]): void {
    this.shown.push(...monitoring);
  }

  protected override get exporters() {
    return [{ job: "dashboard", port: this.port }];
  }
}
