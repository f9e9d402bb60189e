import { join } from "node:path";
import type { Construct } from "constructs";
import type { KnownStage } from "../../../architecture/known-stage.ts";
import { Size } from "../../../architecture/size.ts";
import { Blueprint } from "../../core/blueprint.ts";
import { Image } from "../../core/image.ts";
import { fillTemplate } from "../../core/template.ts";
import { HAPROXY, HAPROXY_CHECK, haproxyImage } from "../../haproxy/haproxy.ts";
import { architectureFile } from "../../server/architecture.ts";
import { httpCheck } from "../../server/health-check.ts";
import { Host } from "../../server/host.ts";
import type { IEndpoint } from "../../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL, PROGRAM_METRICS } from "../../server/metrics.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";
import type { LogStore } from "../log-store/log-store.ts";
import { charts } from "./charts.ts";

/** The mount point of Docker's folder of containers, which has their logs. */
const CONTAINERS = "/var/lib/docker/containers";

/** The paths of the uploaded files. */
const ARCHITECTURE = "/etc/collector/architecture.json";
const STAGES = "/etc/collector/stages.json";

/** Short enough for two samples of an old and a new server, which run side by side for a few seconds. */
const LIVE_SCRAPE_INTERVAL = "2s";

/** Props of a `Collector`. */
export interface CollectorProps {
  /** The log store, which receives the log lines. */
  readonly logs: LogStore;
  /**
   * Another environment to observe, whatever its stage. The collector also reports its architecture.
   * @default - its own stage
   */
  readonly observed?: ObservedEnvironment;
}

/** An environment that is observed from another one. */
export interface ObservedEnvironment {
  /** The name of the environment: `shop`. */
  readonly name: string;
  /** The servers of each stage of the checkout, to recognize the running stage. */
  readonly stages: readonly KnownStage[];
}

/**
 * Collects the logs of all servers from Docker's log files, and their metrics from the Docker API.
 * Servers need no agent, and do not wait for the collector.
 *
 * The Docker socket gives full control of the Docker host, so the collector does not have it. It queries
 * the Docker API through a proxy (HAProxy) on the same machine, which allows two read-only requests.
 */
export class Collector extends Tier implements IEndpoint {
  readonly port = PROGRAM_METRICS.port;
  override readonly monitoring = { folder: import.meta.dirname, charts };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CollectorProps,
  ) {
    super(scope, id);
    const { environment } = Blueprint.of(this);
    const { logs, observed } = props;
    const name = observed?.name ?? environment.name;
    const configuration = observed ? { STAGES } : { ARCHITECTURE };
    const host = new Host(this, "host", { size: Size.SMALL });

    const proxy = new Server(this, "docker-api-proxy", {
      role: "docker-api-proxy",
      image: haproxyImage(this),
      // The owner of the Docker socket; the process has no capabilities.
      user: "0",
      size: Size.NANO,
      host,
      port: 2375,
      hostPath: { there: environment.engineSocket, here: "/var/run/docker.sock" },
      files: (self) => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate(
          join(import.meta.dirname, "docker-api-proxy.cfg"),
          {
            environment: name,
            metricsAddress: self.metricsAddresses,
            metricsPort: HAPROXY.port,
          },
        ),
      }),
      healthCheck: HAPROXY_CHECK,
    });
    const collector = new Server(this, "server", {
      role: "collector",
      image: Image.fromFolder(this, "collector", join(import.meta.dirname, "image")),
      // The group may read the log files, but not the containers' configurations, which have secrets.
      user: "collector:root",
      size: Size.MICRO,
      host,
      port: this.port,
      data: "/var/lib/collector",
      hostPath: { there: environment.containersFolder, here: CONTAINERS },
      environment: (self) => ({
        ...configuration,
        CONTAINERS_FOLDER: CONTAINERS,
        ENGINE_URL: `http://127.0.0.1:${proxy.props.port}`,
        ENVIRONMENT: name,
        LISTEN: self.addresses.join(),
        LOGS_URL: `http://${logs.address}:${logs.port}${logs.path}`,
        METRICS_PORT: `${this.port}`,
        SERVER_NAME: self.serverName,
        STATE_FILE: "/var/lib/collector/state.json",
      }),
      files: () => ({
        ...(observed
          ? { [STAGES]: `${JSON.stringify(observed.stages)}\n` }
          : { [ARCHITECTURE]: architectureFile(this) }),
      }),
      healthCheck: httpCheck(this.port, "/healthz"),
    });
    this.servers.push(proxy, collector);
  }

  protected override get exporters() {
    return [
      {
        job: "collector",
        port: this.port,
        interval: this.props.observed ? LIVE_SCRAPE_INTERVAL : FAST_SCRAPE_INTERVAL,
      },
      { job: "docker-api-proxy", ...HAPROXY },
    ];
  }
}
