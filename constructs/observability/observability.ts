import { join } from "node:path";
import { Construct } from "constructs";
import { AdminProxy } from "../admin-proxy/admin-proxy.ts";
import { Blueprint } from "../core/blueprint.ts";
import type { PublicAddress } from "../public-address/public-address.ts";
import type { IClient, IObservable } from "../server/interfaces.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import type { Tier } from "../server/tier.ts";
import { Alertmanager } from "./alertmanager/alertmanager.ts";
import { Probe } from "./blackbox/probe.ts";
import { Collector } from "./collector/collector.ts";
import { Dashboard } from "./dashboard/dashboard.ts";
import { LogHost } from "./log-host/log-host.ts";
import { Prometheus } from "./prometheus/prometheus.ts";
import type { Traces } from "./traces/traces.ts";

/** Props of `Observability`. */
export interface ObservabilityProps {
  /** Whose figures are kept. The lines of all servers' logs are, whoever is named here. */
  readonly servers: readonly IObservable[];
  /** What is visited from outside. */
  readonly publicAddress: PublicAddress;
  readonly traces: Traces;
}

/**
 * What shows what happens in the shop: figures (Prometheus), logs, alerts, and a page for all of it.
 * The shop depends on none of these, and they share one network that the shop is not on.
 */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { publicAddress, traces } = props;
    const network = new PrivateNetwork(this, "network");
    /** A changing shop has the machine to itself: who observes comes when it is up. */
    const later = (client: IClient) => {
      for (const each of props.servers) each.startBefore(client);
    };
    /** They see each other, as servers of one tier do. */
    const member = <T extends Tier>(tier: T): T => {
      tier.serveOn(network, tier.address);
      later(tier);
      return tier;
    };

    later(traces);
    const logs = member(new LogHost(this, "logs"));
    const collector = member(new Collector(this, "collector", { logs }));
    const alertmanager = member(new Alertmanager(this, "alertmanager"));
    const probe = member(new Probe(this, "blackbox", { publicAddress }));
    const observers = [id, traces.node.id];
    const observed = [
      ...props.servers,
      publicAddress,
      traces,
      logs,
      collector,
      alertmanager,
      probe,
    ];
    const prometheus = member(new Prometheus(this, "prometheus", { observed }));
    const dashboard = member(new Dashboard(this, "dashboard", { prometheus, logs, observers }));

    const allowFrom = (client: IClient) => client.join(network);
    const onNetwork = ({ address, port }: Tier) => ({ address, port, allowFrom });
    const page = new AdminProxy(this, "page", {
      publishedPort: Blueprint.of(this).environment.dashboardPort,
      configuration: join(import.meta.dirname, "dashboard/observability-page.cfg"),
      pages: { dashboard: onNetwork(dashboard), prometheus: onNetwork(prometheus), traces },
    });
    prometheus.addMetrics([...dashboard.metrics, page.exposeMetricsOn(network)]);
  }
}
