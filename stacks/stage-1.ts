import type { Construct } from "constructs";
import { AppTier } from "../constructs/app/app-tier.ts";
import { Stage } from "../constructs/core/stage.ts";
import { Database } from "../constructs/database/database.ts";
import { PublicAddress } from "../constructs/public-address/public-address.ts";
import { Host } from "../constructs/server/host.ts";
import { WebTier } from "../constructs/web/web-tier.ts";

/** Stage 1: one host runs everything, because that is the least that serves clients. */
export class Stage1 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-1");

    const host = new Host(this, "host");
    const outside = this.outside();
    const database = new Database(this, "database", { host });
    const app = new AppTier(this, "app", { host, uses: { DATABASE: database, ...outside } });
    const web = new WebTier(this, "web", { host, app });
    new PublicAddress(this, "public-address", { entry: web });
  }
}
