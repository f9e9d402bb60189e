import type { Construct } from "constructs";
import { metricsName } from "../../architecture/metrics-name.ts";
import { Size } from "../../architecture/size.ts";
import type { Metrics } from "../server/interfaces.ts";
import { PROGRAM_METRICS } from "../server/metrics.ts";
import type { Monitoring } from "../server/monitoring.ts";
import { Server } from "../server/server.ts";
import { workerCharts } from "./charts.ts";
import { ProgramTier, type ProgramTierProps } from "./program-tier.ts";

/** Props of a `WorkerTier`. */
export type WorkerTierProps = Omit<ProgramTierProps, "host">;

/**
 * Workers: servers that consume the application's queues, the same number for each kind of worker.
 */
export class WorkerTier extends ProgramTier {
  override readonly monitoring: Monitoring;

  constructor(scope: Construct, id: string, props: WorkerTierProps) {
    super(scope, id);
    const { application } = this;
    const { workers = {} } = application;
    const roles = Object.fromEntries(Object.keys(workers).map((kind) => [kind, workerCharts]));
    this.monitoring = { folder: import.meta.dirname, charts: { roles } };

    for (const [kind, worker] of Object.entries(workers)) {
      const { command, port } = worker;
      const uses = this.usedOf(props.uses, this.takenOver(kind));
      const variables = this.variables(uses, props.traces);
      const check = worker.healthCheck ?? (port ? this.healthCheckOn(port) : "true");
      for (let number = 1; number <= (props.servers ?? 1); number++) {
        const server = new Server(this, kind === id ? `${number}` : `${kind}-${number}`, {
          role: kind,
          image: this.image,
          user: application.user,
          size: props.size ?? Size.SMALL,
          port,
          command: () => [...command],
          environment: (self) => ({
            ...variables,
            METRICS_LISTEN: application.metrics ? self.metricsAddresses.join() : undefined,
            PORT: port ? `${port}` : undefined,
            SERVER_NAME: self.serverName,
          }),
          healthCheck: check,
        });
        this.servers.push(server);
        this.wire(uses, props.traces, server);
      }
    }
    // Workers listen only for scrapes: the tracing network serves for that.
    if (props.traces) this.exposeMetricsOn(props.traces.network);
  }

  /** Each kind of worker has its own scrape job and name. */
  override get metrics(): readonly Metrics[] {
    const { metrics, workers = {} } = this.application;
    return Object.keys(metrics ? workers : {}).map((kind) => ({
      job: kind,
      address: metricsName(kind),
      ...PROGRAM_METRICS,
    }));
  }

  protected override metricsNameOf(server: Server): string {
    return server.props.role;
  }
}
