import type { Construct } from "constructs";
import { AppTier } from "../constructs/app-tier.ts";
import { Cache } from "../constructs/cache.ts";
import { Cdn } from "../constructs/cdn.ts";
import { Database } from "../constructs/database.ts";
import { FileServer } from "../constructs/file-server.ts";
import { LoadBalancer } from "../constructs/load-balancer.ts";
import { Observability } from "../constructs/observability.ts";
import { PaymentProvider } from "../constructs/payment-provider.ts";
import { PublicAddress } from "../constructs/public-address.ts";
import { Queue } from "../constructs/queue.ts";
import { Traces } from "../constructs/traces.ts";
import { WebTier } from "../constructs/web-tier.ts";
import { WorkerTier } from "../constructs/worker-tier.ts";
import { Stage } from "./stage.ts";

/** Stage 8: a fault is seen, found and told of. */
export class Stage8 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-8");

    const traces = new Traces(this, "traces");
    const paymentProvider = new PaymentProvider(this, "payment-provider", { traces });
    const database = new Database(this, "database", { replicas: 2 });
    const cache = new Cache(this, "cache");
    const queue = new Queue(this, "queue");
    const files = new FileServer(this, "file-server");
    const app = new AppTier(this, "app", { servers: 2, database, cache, queue, files, traces });
    const worker = new WorkerTier(this, "worker", {
      servers: 2,
      database,
      queue,
      paymentProvider,
      traces,
    });
    const web = new WebTier(this, "web", { servers: 2, app });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { backend: web });
    const cdn = new Cdn(this, "cdn", { edges: 2, files, pages: loadBalancer });
    const publicAddress = new PublicAddress(this, "public-address", { entry: cdn });
    const servers = [
      paymentProvider,
      database,
      cache,
      queue,
      files,
      app,
      worker,
      web,
      loadBalancer,
      cdn,
    ];
    new Observability(this, "observability", { servers, publicAddress, traces });
  }
}
