import { join } from "node:path";
import { Construct } from "constructs";
import { OBJECTIVE, type Objective } from "../../architecture/objective.ts";
import { AdminProxy } from "../admin-proxy/admin-proxy.ts";
import { Blueprint } from "../core/blueprint.ts";
import type { PublicAddress } from "../public-address/public-address.ts";
import type { IClient, IEndpoint } from "../server/interfaces.ts";
import { observablesOf } from "../server/observables.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import type { Tier } from "../server/tier.ts";
import { Alertmanager } from "./alertmanager/alertmanager.ts";
import { Probe } from "./blackbox/probe.ts";
import { Collector } from "./collector/collector.ts";
import { Dashboard } from "./dashboard/dashboard.ts";
import { LogStore } from "./log-store/log-store.ts";
import { alertFiles, monitoringOf } from "./monitored.ts";
import { Prometheus } from "./prometheus/prometheus.ts";
import { ruleValues } from "./rule-values.ts";
import type { Thresholds } from "./thresholds.ts";
import type { Traces } from "./traces/traces.ts";

/** Props of `Observability`. */
export interface ObservabilityProps {
  /** The public address, which is probed from outside. */
  readonly publicAddress: PublicAddress;
  /** The tracing backend, which the page links to. */
  readonly traces: Traces;
  /** The service-level objective of the public address, for alerts and the live page. @default - OBJECTIVE */
  readonly objective?: Partial<Objective>;
  /** The thresholds of alerts. @default - THRESHOLDS */
  readonly thresholds?: Thresholds;
}

/**
 * The observability of a stage: metrics (Prometheus), logs (VictoriaLogs), alerts (Alertmanager), and a
 * live page. It finds the servers itself, so it must be the last construct of its stage. The servers do
 * not depend on it: the observability servers have their own network, and start after the others.
 */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { publicAddress, traces, thresholds } = props;
    const objective = { ...OBJECTIVE, ...props.objective };
    const values = ruleValues(objective, thresholds);
    const network = new PrivateNetwork(this, "network");
    const others = observablesOf(this).filter((each) => each !== traces);
    const startLast = (client: IClient) => {
      for (const each of others) each.startBefore(client);
    };
    /** The observability servers reach each other on one network, like the servers of a tier. */
    const member = <T extends Tier>(tier: T): T => {
      tier.serveOn(network, tier.address);
      startLast(tier);
      return tier;
    };

    startLast(traces);
    const logs = member(new LogStore(this, "logs"));
    member(new Collector(this, "collector", { logs }));
    const alertmanager = member(new Alertmanager(this, "alertmanager"));
    const { probe: path } = Blueprint.of(this).application;
    member(new Probe(this, "blackbox", { publicAddress, path }));
    const prometheus = member(new Prometheus(this, "prometheus", { values }));
    const observers = [id, traces.node.id];
    const dashboard = member(
      new Dashboard(this, "dashboard", { prometheus, logs, observers, objective }),
    );

    const allowFrom = (client: IClient) => client.join(network);
    const onNetwork = ({ address, port }: IEndpoint) => ({ address, port, allowFrom });
    const page = new AdminProxy(this, "page", {
      publishedPort: Blueprint.of(this).environment.dashboardPort,
      configuration: join(import.meta.dirname, "dashboard/observability-page.cfg"),
      pages: {
        dashboard: onNetwork(dashboard),
        prometheus: onNetwork(prometheus),
        alertmanager: onNetwork(alertmanager),
        logs: onNetwork(logs),
        traces,
      },
    });
    page.exposeMetricsOn(network);
    startLast(page.server);
    this.observeAll(prometheus, dashboard);
  }

  /** Scrapes all servers, and makes it an error to create a server later. */
  private observeAll(prometheus: Prometheus, dashboard: Dashboard): void {
    const targets = observablesOf(this);
    const { monitoring: own } = Blueprint.of(this).application;
    const monitoring = [...monitoringOf(targets), ...(own ? [own] : [])];
    prometheus.addTargets(targets);
    prometheus.addRules(alertFiles(monitoring));
    dashboard.addMonitoring(monitoring);
    this.node.addValidation({
      validate: () =>
        observablesOf(this)
          .filter((each) => !targets.includes(each))
          .map(
            ({ node }) =>
              `${node.path} is created after ${this.node.path}, which does not scrape it: create it before`,
          ),
    });
  }
}
