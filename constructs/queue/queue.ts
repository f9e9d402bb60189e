import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { AdminProxy } from "../admin-proxy/admin-proxy.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import type { IService } from "../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";
import { PrivateNetwork } from "../server/private-network.ts";
import { Replacement } from "../server/replacement.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";
import { definitions } from "./definitions.ts";

/**
 * How long a node may wait for the others before it stops: two others are replaced before it, each
 * in about 20 s on two busy cores.
 */
const STOP_SECONDS = 120;

type Named = Pick<Server, "serverName">;

/** Props of a `Queue`. */
export interface QueueProps {
  /**
   * How many nodes the cluster has, each on its own machine. Three keep the quorum when one fails;
   * two do not.
   * @default 1
   */
  readonly servers?: 1 | 3 | 5;
  /** CPU and memory limits of each machine. @default Size.MEDIUM */
  readonly size?: Size;
}

/**
 * A message queue: a RabbitMQ 4 cluster with durable quorum queues, which have a member on each
 * node. Messages that cannot be processed go to the dead-letter queue. An admin proxy publishes the
 * management page for operators.
 */
export class Queue extends Tier implements IService {
  readonly port = 5672;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** The application's user, which publishes and consumes, and its password. */
  private readonly user: string;
  private readonly password: Secret;
  /** The network of the nodes alone: Erlang's distribution gives whoever reaches it all rights. */
  private readonly members: PrivateNetwork;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueProps = {},
  ) {
    super(scope, id);
    this.user = Blueprint.of(this).application.name;
    this.password = Secret.of(this, "queue-password");
    this.members = new PrivateNetwork(this, "members");
    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = this.member(`${number}`);
      server.addAlias(this.members, this.hostName(server));
      this.servers.push(server);
    }

    const { address } = this;
    const allowFrom = this.allowFrom.bind(this);
    const page = new AdminProxy(this, "page", {
      publishedPort: Blueprint.of(this).environment.operatorsPort,
      configuration: join(import.meta.dirname, "queue-page.cfg"),
      pages: { page: { address, port: 15672, allowFrom } },
    });
    page.exposeMetricsOn(this.ownNetwork());
  }

  protected override get exporters() {
    const port = 15692;
    const families = ["queue_coarse_metrics", "queue_consumer_count"];
    return [
      { job: "queue", port },
      {
        job: "queue-detail",
        port,
        path: "/metrics/detailed",
        query: { family: families },
        interval: FAST_SCRAPE_INTERVAL,
      },
    ];
  }

  variables(name: string): Record<string, string> {
    const user = `${this.user}:${this.password.reference}`;
    return { [`${name}_URL`]: `amqp://${user}@${this.address}:${this.port}` };
  }

  private member(id: string): Server {
    const { queues = [] } = Blueprint.of(this).application;
    const erlangCookie = Secret.of(this, "queue-erlang-cookie-secret");
    const operatorPassword = Secret.of(this, "queue-operator-password");
    return new Server(this, id, {
      role: "queue",
      image: Image.fromFolder(this, "rabbitmq", join(import.meta.dirname, "image")),
      user: "rabbitmq",
      size: this.props.size ?? Size.MEDIUM,
      port: this.port,
      data: "/var/lib/rabbitmq",
      environment: (self) => ({
        DEFINITIONS: definitions(this.user, queues),
        ERLANG_COOKIE_SECRET: erlangCookie.reference,
        LISTEN: self.addresses.join(),
        NODES: this.servers.map((server) => this.nodeName(server)).join(),
        OPERATOR_PASSWORD: operatorPassword.reference,
        QUEUE_PASSWORD: this.password.reference,
        RABBITMQ_NODENAME: this.nodeName(self),
      }),
      // rabbitmq-diagnostics would take a second of CPU time.
      healthCheck: `bash -c ': < /dev/tcp/127.0.0.1/${this.port}'`,
      replacement: Replacement.inPlace({ stopSeconds: STOP_SECONDS }),
    });
  }

  /** A node's host name on the network of the nodes. */
  private hostName({ serverName }: Named): string {
    return `${serverName}.${this.members.name}`;
  }

  /** A node's name in Erlang. */
  private nodeName(server: Named): string {
    return `rabbit@${this.hostName(server)}`;
  }
}
