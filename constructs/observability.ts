import { Construct } from "constructs";
import { Alertmanager } from "./alertmanager.ts";
import { Blueprint } from "./blueprint.ts";
import { Collector } from "./collector.ts";
import { Dashboard } from "./dashboard.ts";
import { LogHost } from "./log-host.ts";
import type { IObservable } from "./metrics.ts";
import { OperatorsPage } from "./operators-page.ts";
import { PrivateNetwork } from "./private-network.ts";
import { Probe } from "./probe.ts";
import { Prometheus } from "./prometheus.ts";
import type { PublicAddress } from "./public-address.ts";
import type { IPeer, Tier } from "./tier.ts";
import type { Traces } from "./traces.ts";

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
    const later = (peer: IPeer) => {
      for (const each of props.servers) each.precede(peer);
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

    const allowFrom = (peer: IPeer) => peer.join(network);
    const onNetwork = ({ address, port }: Tier) => ({ address, port, allowFrom });
    const page = new OperatorsPage(this, "page", {
      publishedPort: Blueprint.of(this).environment.dashboardPort,
      configuration: "observability-page.cfg",
      pages: { dashboard: onNetwork(dashboard), prometheus: onNetwork(prometheus), traces },
    });
    prometheus.addMetrics([...dashboard.metrics, page.tellOn(network)]);
  }
}
