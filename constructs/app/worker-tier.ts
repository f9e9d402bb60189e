import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { root } from "../../environment.ts";
import { Image } from "../core/image.ts";
import type { Database } from "../database/database.ts";
import type { Traces } from "../observability/traces/traces.ts";
import type { Queue } from "../queue/queue.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { SHOP } from "../server/metrics.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";

/** Props of a `WorkerTier`. */
export interface WorkerTierProps {
  readonly database: Database;
  /** Where the work comes from. */
  readonly queue: Queue;
  readonly paymentProvider: IEndpoint;
  /** Who is told what becomes of each request. @default - nobody */
  readonly traces?: Traces;
  /** @default 1 */
  readonly servers?: number;
  /** Limits of each machine. @default Size.SMALL */
  readonly size?: Size;
}

/** The servers that work off the queue: they have orders charged, which no customer waits for. */
export class WorkerTier extends Tier {
  /** Of the health check; on loopback, so that nobody can be let in. */
  readonly port = 3001;

  constructor(scope: Construct, id: string, props: WorkerTierProps) {
    super(scope, id);
    const { database, queue, paymentProvider } = props;

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "worker",
        image: Image.fromFolder(this, "shop", join(root, "shop/images/shop")),
        user: "shop",
        size: props.size ?? Size.SMALL,
        port: this.port,
        command: () => ["node", "worker.js"],
        environment: (self) => ({
          DATABASE_PASSWORD: database.password.reference,
          DATABASE_URL: database.url,
          METRICS_LISTEN: self.metricsAddresses.join(),
          METRICS_PORT: `${SHOP.port}`,
          PAYMENT_URL: `http://${paymentProvider.address}:${paymentProvider.port}`,
          PORT: `${this.port}`,
          QUEUE_PASSWORD: queue.password.reference,
          QUEUE_URL: queue.url,
          SERVER_NAME: self.serverName,
          ...props.traces?.environment,
        }),
        healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${this.port}/readyz`,
      });
      this.servers.push(server);
    }
    for (const client of [database, queue, paymentProvider]) client.allowFrom(this);
    props.traces?.allowFrom(this);
    // Nobody asks a worker for anything but figures: it needs no network of its own for that.
    if (props.traces) this.exposeMetricsOn(props.traces.network);
  }

  protected override get exporters() {
    return [{ job: "worker", ...SHOP }];
  }
}
