import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { AdminProxy } from "../admin-proxy/admin-proxy.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import type { IService } from "../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";
import { charts } from "./charts.ts";
import { definitions } from "./definitions.ts";

/** Props of a `Queue`. */
export interface QueueProps {
  /** CPU and memory limits of its machine. @default Size.MEDIUM */
  readonly size?: Size;
}

/**
 * A message queue (RabbitMQ 4) with durable quorum queues. Messages that cannot be processed go to
 * the dead-letter queue. An admin proxy publishes the management page for operators.
 */
export class Queue extends Tier implements IService {
  readonly port = 5672;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  /** The application's user, which publishes and consumes, and its password. */
  private readonly user: string;
  private readonly password: Secret;

  constructor(scope: Construct, id: string, props: QueueProps = {}) {
    super(scope, id);
    const { name, queues = [] } = Blueprint.of(this).application;
    this.user = name;
    this.password = Secret.of(this, "queue-password");
    const operatorPassword = Secret.of(this, "queue-operator-password");
    const erlangCookie = Secret.of(this, "queue-erlang-cookie-secret");

    const server = new Server(this, "server", {
      role: "queue",
      image: Image.fromFolder(this, "rabbitmq", join(import.meta.dirname, "image")),
      user: "rabbitmq",
      size: props.size ?? Size.MEDIUM,
      port: this.port,
      data: "/var/lib/rabbitmq",
      environment: (self) => ({
        DEFINITIONS: definitions(this.user, queues),
        ERLANG_COOKIE_SECRET: erlangCookie.reference,
        LISTEN: self.addresses.join(),
        OPERATOR_PASSWORD: operatorPassword.reference,
        QUEUE_PASSWORD: this.password.reference,
      }),
      // rabbitmq-diagnostics would take a second of CPU time.
      healthCheck: `bash -c ': < /dev/tcp/127.0.0.1/${this.port}'`,
    });
    this.servers.push(server);

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
}
