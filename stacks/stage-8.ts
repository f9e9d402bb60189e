import type { Construct } from "constructs";
import { AppTier } from "../constructs/app/app-tier.ts";
import { WorkerTier } from "../constructs/app/worker-tier.ts";
import { Cache } from "../constructs/cache/cache.ts";
import { Cdn } from "../constructs/cdn/cdn.ts";
import { Stage } from "../constructs/core/stage.ts";
import { Database } from "../constructs/database/database.ts";
import { FileServer } from "../constructs/file-server/file-server.ts";
import { LoadBalancer } from "../constructs/load-balancer/load-balancer.ts";
import { Observability } from "../constructs/observability/observability.ts";
import { Traces } from "../constructs/observability/traces/traces.ts";
import { PublicAddress } from "../constructs/public-address/public-address.ts";
import { Queue } from "../constructs/queue/queue.ts";
import { WebTier } from "../constructs/web/web-tier.ts";

/** Stage 8: faults are detected, located and alerted on. */
export class Stage8 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-8");

    const traces = new Traces(this, "traces");
    const outside = this.outside(traces);
    const database = new Database(this, "database", { replicas: 2 });
    const cache = new Cache(this, "cache");
    const queue = new Queue(this, "queue", { servers: 3 });
    const files = new FileServer(this, "file-server", { servers: 2 });
    const uses = { DATABASE: database, CACHE: cache, QUEUE: queue, ...outside };
    const app = new AppTier(this, "app", { servers: 2, uses, files, traces });
    new WorkerTier(this, "worker", {
      servers: 2,
      uses: { DATABASE: database, QUEUE: queue, ...outside },
      traces,
    });
    const web = new WebTier(this, "web", { servers: 2, app });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { servers: 2, backend: web });
    const cdn = new Cdn(this, "cdn", { edges: 2, files, pages: loadBalancer });
    const publicAddress = new PublicAddress(this, "public-address", { entry: cdn });
    new Observability(this, "observability", {
      publicAddress,
      traces,
    });
  }
}
