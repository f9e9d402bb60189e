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

/** Where the collector finds the engine's folder of containers. */
const CONTAINERS = "/var/lib/docker/containers";

/** Where it finds the files that it is given. */
const ARCHITECTURE = "/etc/collector/architecture.json";
const STAGES = "/etc/collector/stages.json";

/** A new server and an old one are side by side for a few seconds: both are to have figures by then. */
const LIVE = "2s";

/** Props of a `Collector`. */
export interface CollectorProps {
  /** Where it sends the lines. */
  readonly logs: LogStore;
  /**
   * Another environment whose servers it watches whatever the stage, and tells the architecture of.
   * @default - the servers of its own stage
   */
  readonly watched?: WatchedEnvironment;
}

/** An environment that is watched from outside. */
export interface WatchedEnvironment {
  /** The name of the environment: `shop`. */
  readonly name: string;
  /** By what a running stage is recognized. */
  readonly stages: readonly KnownStage[];
}

/**
 * Reads what all servers print from the engine's files, and from the engine what they use: so none is
 * changed to be observed, and none can be held up. Who has the engine's socket has the engine: so one
 * program has it, HAProxy, which lets two kinds of question through, and only those of the collector
 * on its machine.
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
    const { logs, watched } = props;
    const name = watched?.name ?? environment.name;
    const configuration = watched ? { STAGES } : { ARCHITECTURE };
    const host = new Host(this, "host", { size: Size.SMALL });

    const door = new Server(this, "engine-door", {
      role: "engine-door",
      image: haproxyImage(this),
      // The socket's owner; without any capability.
      user: "0",
      size: Size.NANO,
      host,
      port: 2375,
      hostPath: { there: environment.engineSocket, here: "/var/run/docker.sock" },
      files: (self) => ({
        "/etc/haproxy/haproxy.cfg": fillTemplate(join(import.meta.dirname, "engine-door.cfg"), {
          environment: name,
          metricsAddress: self.metricsAddresses,
          metricsPort: HAPROXY.port,
        }),
      }),
      healthCheck: HAPROXY_CHECK,
    });
    const collector = new Server(this, "server", {
      role: "collector",
      image: Image.fromFolder(this, "collector", join(import.meta.dirname, "image")),
      // The group may read what containers print, and not their environments with their secrets.
      user: "collector:root",
      size: Size.MICRO,
      host,
      port: this.port,
      data: "/var/lib/collector",
      hostPath: { there: environment.containersFolder, here: CONTAINERS },
      environment: (self) => ({
        ...configuration,
        CONTAINERS_FOLDER: CONTAINERS,
        ENGINE_URL: `http://127.0.0.1:${door.props.port}`,
        ENVIRONMENT: name,
        LISTEN: self.addresses.join(),
        LOGS_URL: `http://${logs.address}:${logs.port}${logs.path}`,
        METRICS_PORT: `${this.port}`,
        SERVER_NAME: self.serverName,
        STATE_FILE: "/var/lib/collector/state.json",
      }),
      files: () => ({
        ...(watched
          ? { [STAGES]: `${JSON.stringify(watched.stages)}\n` }
          : { [ARCHITECTURE]: architectureFile(this) }),
      }),
      healthCheck: httpCheck(this.port, "/healthz"),
    });
    this.servers.push(door, collector);
  }

  protected override get exporters() {
    return [
      {
        job: "collector",
        port: this.port,
        interval: this.props.watched ? LIVE : FAST_SCRAPE_INTERVAL,
      },
      { job: "engine-door", ...HAPROXY },
    ];
  }
}
