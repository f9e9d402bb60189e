import type { Construct } from "constructs";
import { AppTier } from "../constructs/app-tier.ts";
import { Database } from "../constructs/database.ts";
import { Host } from "../constructs/host.ts";
import { PaymentProvider } from "../constructs/payment-provider.ts";
import { PublicAddress } from "../constructs/public-address.ts";
import { WebTier } from "../constructs/web-tier.ts";
import { Stage } from "./stage.ts";

/** Stage 1: one host runs everything, because that is the least that can serve a customer. */
export class Stage1 extends Stage {
  constructor(scope: Construct) {
    super(scope, "stage-1");

    const host = new Host(this, "host");
    const paymentProvider = new PaymentProvider(this, "payment-provider");
    const database = new Database(this, "database", { host });
    const app = new AppTier(this, "app", { host, database, paymentProvider });
    const web = new WebTier(this, "web", { host, app });
    new PublicAddress(this, "public-address", { entry: web });
  }
}
