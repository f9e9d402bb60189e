import type { Construct } from "constructs";
import { AppTier } from "../constructs/app/app-tier.ts";
import { Cache } from "../constructs/cache/cache.ts";
import { Stage } from "../constructs/core/stage.ts";
import { Database } from "../constructs/database/database.ts";
import { LoadBalancer } from "../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../constructs/public-address/public-address.ts";
import { WebTier } from "../constructs/web/web-tier.ts";

/** Stage 5: hot reads come from a cache and never reach the database. */
export class Stage5 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-5");

    const outside = this.outside();
    const database = new Database(this, "database", { replicas: 2 });
    const cache = new Cache(this, "cache");
    const app = new AppTier(this, "app", {
      servers: 2,
      uses: { DATABASE: database, CACHE: cache, ...outside },
    });
    const web = new WebTier(this, "web", { servers: 2, app });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { servers: 2, backend: web });
    new PublicAddress(this, "public-address", { entry: loadBalancer });
  }
}
