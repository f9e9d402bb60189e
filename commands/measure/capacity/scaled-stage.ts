import type { Size } from "../../../architecture/size.ts";
import { AppTier } from "../../../constructs/app/app-tier.ts";
import type { Blueprint } from "../../../constructs/core/blueprint.ts";
import { Stage } from "../../../constructs/core/stage.ts";
import { Database } from "../../../constructs/database/database.ts";
import { LoadBalancer } from "../../../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../../../constructs/public-address/public-address.ts";
import { WebTier } from "../../../constructs/web/web-tier.ts";

/** Stage 3 with another number of app servers. */
export class ScaledStage extends Stage {
  constructor(
    scope: Blueprint,
    name: string,
    app: { readonly servers: number; readonly size?: Size },
  ) {
    super(scope, name);

    const outside = this.outside();
    const database = new Database(this, "database");
    const appTier = new AppTier(this, "app", { ...app, uses: { DATABASE: database, ...outside } });
    const web = new WebTier(this, "web", { servers: 2, app: appTier });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { servers: 2, backend: web });
    new PublicAddress(this, "public-address", { entry: loadBalancer });
  }
}
