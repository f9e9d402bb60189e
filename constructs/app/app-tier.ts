import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../architecture/size.ts";
import { root } from "../../environment.ts";
import type { Cache } from "../cache/cache.ts";
import { Image } from "../core/image.ts";
import { Secret } from "../core/secret.ts";
import type { Database } from "../database/database.ts";
import type { FileServer } from "../file-server/file-server.ts";
import type { Traces } from "../observability/traces/traces.ts";
import type { Queue } from "../queue/queue.ts";
import type { Host } from "../server/host.ts";
import type { IEndpoint } from "../server/interfaces.ts";
import { SHOP } from "../server/metrics.ts";
import { Server } from "../server/server.ts";
import { Tier } from "../server/tier.ts";

/** Props of an `AppTier`. */
export interface AppTierProps {
  readonly database: Database;
  /** What is read often comes from it. @default - every read asks the database */
  readonly cache?: Cache;
  /** Who has the files that the pages name. @default - the web servers */
  readonly files?: FileServer;
  /** Who is told what becomes of each request. @default - nobody */
  readonly traces?: Traces;
  /** @default 1 */
  readonly servers?: number;
  /** @default - machines of their own */
  readonly host?: Host;
  /** Limits of each machine of its own. @default Size.LEAN */
  readonly size?: Size;
}

/** Who has orders charged: the app servers themselves, or those who work off a queue. */
type Payment =
  | { readonly paymentProvider: IEndpoint; readonly queue?: undefined }
  | { readonly queue: Queue; readonly paymentProvider?: undefined };

/** The servers that know what a shop is: they make the pages and take the orders. */
export class AppTier extends Tier {
  readonly port = 3000;

  constructor(scope: Construct, id: string, props: AppTierProps & Payment) {
    super(scope, id);
    const { cache, database, queue, paymentProvider } = props;
    const cookieSecret = Secret.of(this, "cookie-secret");

    for (let number = 1; number <= (props.servers ?? 1); number++) {
      const server = new Server(this, `${number}`, {
        role: "app",
        image: Image.fromFolder(this, "shop", join(root, "shop/images/shop")),
        user: "shop",
        size: props.size ?? Size.LEAN,
        host: props.host,
        port: this.port,
        environment: (self) => ({
          CACHE_PASSWORD: cache?.password.reference,
          CACHE_URL: cache?.url,
          COOKIE_SECRET: cookieSecret.reference,
          DATABASE_PASSWORD: database.password.reference,
          DATABASE_READ_URL: database.readUrl,
          DATABASE_URL: database.url,
          LISTEN: self.addresses.join(),
          METRICS_PORT: `${SHOP.port}`,
          PAYMENT_URL:
            paymentProvider && `http://${paymentProvider.address}:${paymentProvider.port}`,
          PORT: `${this.port}`,
          QUEUE_PASSWORD: queue?.password.reference,
          QUEUE_URL: queue?.url,
          SERVER_NAME: self.serverName,
          ...props.traces?.environment,
        }),
        healthCheck: `busybox wget -q -O /dev/null http://127.0.0.1:${this.port}/readyz`,
      });
      this.servers.push(server);
    }
    database.allowFrom(this);
    cache?.allowFrom(this);
    (queue ?? paymentProvider).allowFrom(this);
    props.files?.publishBefore(this);
    props.traces?.allowFrom(this);
  }

  protected override get exporters() {
    return [{ job: "app", ...SHOP }];
  }
}
