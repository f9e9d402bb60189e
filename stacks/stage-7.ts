import type { Construct } from "constructs";
import { AppTier } from "../constructs/app-tier.ts";
import { Cache } from "../constructs/cache.ts";
import { Cdn } from "../constructs/cdn.ts";
import { Database } from "../constructs/database.ts";
import { FileServer } from "../constructs/file-server.ts";
import { LoadBalancer } from "../constructs/load-balancer.ts";
import { PaymentProvider } from "../constructs/payment-provider.ts";
import { PublicAddress } from "../constructs/public-address.ts";
import { Queue } from "../constructs/queue.ts";
import { WebTier } from "../constructs/web-tier.ts";
import { WorkerTier } from "../constructs/worker-tier.ts";
import { Stage } from "./stage.ts";

/** Stage 7: static files never reach the shop, and are there while it is away. */
export class Stage7 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-7");

    const paymentProvider = new PaymentProvider(this, "payment-provider");
    const database = new Database(this, "database", { replicas: 2 });
    const cache = new Cache(this, "cache");
    const queue = new Queue(this, "queue");
    const files = new FileServer(this, "file-server");
    const app = new AppTier(this, "app", { servers: 2, database, cache, queue, files });
    new WorkerTier(this, "worker", { servers: 2, database, queue, paymentProvider });
    const web = new WebTier(this, "web", { servers: 2, app });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { backend: web });
    const cdn = new Cdn(this, "cdn", { edges: 2, files, pages: loadBalancer });
    new PublicAddress(this, "public-address", { entry: cdn });
  }
}
