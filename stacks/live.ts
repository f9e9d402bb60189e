import { join } from "node:path";
import type { Construct } from "constructs";
import { AdminProxy } from "../constructs/admin-proxy/admin-proxy.ts";
import { Blueprint } from "../constructs/core/blueprint.ts";
import { Stage } from "../constructs/core/stage.ts";
import {
  Collector,
  type ObservedEnvironment,
} from "../constructs/observability/collector/collector.ts";
import { Dashboard } from "../constructs/observability/dashboard/dashboard.ts";
import { LogStore } from "../constructs/observability/log-store/log-store.ts";
import { alertFiles } from "../constructs/observability/monitored.ts";
import { Prometheus } from "../constructs/observability/prometheus/prometheus.ts";
import { ruleValues } from "../constructs/observability/rule-values.ts";
import { requestCharts } from "../constructs/server/charts.ts";
import type { IClient, IEndpoint } from "../constructs/server/interfaces.ts";
import { EVERY_SERVER } from "../constructs/server/monitoring.ts";
import { PrivateNetwork } from "../constructs/server/private-network.ts";
import type { Tier } from "../constructs/server/tier.ts";

const CONFIGURATION = join(import.meta.dirname, "../constructs/observability/live");

/** Which roles a stage has is not known here: charts without values are not shown. */
const CHARTS = { every: requestCharts };

/** The parts of the last stage that only observe: the live page leaves them out. */
const OBSERVERS = ["observability", "traces"];

/**
 * The live page beside any stage. It is not a stage, and joins no network of the stages, because
 * their networks are created and removed with them.
 */
export class Live extends Stage {
  constructor(scope: Construct, observed: ObservedEnvironment) {
    super(scope, "live");
    const { livePort } = Blueprint.of(this).environment;
    const network = new PrivateNetwork(this, "observers");
    const member = <T extends Tier>(tier: T): T => {
      tier.serveOn(network, tier.address);
      return tier;
    };
    const onNetwork = ({ address, port }: IEndpoint) => ({
      address,
      port,
      allowFrom: (client: IClient) => client.join(network),
    });

    const logs = member(new LogStore(this, "logs"));
    const collector = member(new Collector(this, "collector", { logs, observed }));
    const prometheus = member(
      new Prometheus(this, "prometheus", { values: ruleValues(), configuration: CONFIGURATION }),
    );
    prometheus.addTargets([logs, collector, prometheus]);
    prometheus.addRules(alertFiles([EVERY_SERVER]));
    const dashboard = member(
      new Dashboard(this, "dashboard", { prometheus, logs, collector, observers: OBSERVERS }),
    );
    dashboard.addMonitoring([EVERY_SERVER, { folder: CONFIGURATION, charts: CHARTS }]);
    new AdminProxy(this, "page", {
      publishedPort: livePort,
      configuration: join(CONFIGURATION, "live-page.cfg"),
      pages: {
        dashboard: onNetwork(dashboard),
        prometheus: onNetwork(prometheus),
        logs: onNetwork(logs),
      },
    });
  }
}
