import type { Construct } from "constructs";
import { AppTier } from "../constructs/app/app-tier.ts";
import { Stage } from "../constructs/core/stage.ts";
import { Database } from "../constructs/database/database.ts";
import { PublicAddress } from "../constructs/public-address/public-address.ts";
import { WebTier } from "../constructs/web/web-tier.ts";

/** Stage 2: each role has its own host, so that it is sized, secured and replaced separately. */
export class Stage2 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-2");

    const outside = this.outside();
    const database = new Database(this, "database");
    const app = new AppTier(this, "app", { uses: { DATABASE: database, ...outside } });
    const web = new WebTier(this, "web", { app });
    new PublicAddress(this, "public-address", { entry: web });
  }
}
