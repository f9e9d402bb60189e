import { AppTier } from "../../../constructs/app/app-tier.ts";
import { Blueprint } from "../../../constructs/core/blueprint.ts";
import { Stage } from "../../../constructs/core/stage.ts";
import { Database } from "../../../constructs/database/database.ts";
import { LoadBalancer } from "../../../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../../../constructs/public-address/public-address.ts";
import { WebTier } from "../../../constructs/web/web-tier.ts";
import { loadApplication, loadOutside } from "../../../load-application.ts";
import { buildPrograms } from "../../../programs.ts";

/** Stage 3 with two hundred app servers, to see what synthesis costs. Not meant to be deployed. */
class WideStage extends Stage {
  constructor(scope: Blueprint) {
    super(scope, "stage-wide");

    const outside = this.outside();
    const database = new Database(this, "database");
    const app = new AppTier(this, "app", {
      servers: 200,
      uses: { DATABASE: database, ...outside },
    });
    const web = new WebTier(this, "web", { servers: 2, app });
    const loadBalancer = new LoadBalancer(this, "load-balancer", { backend: web });
    new PublicAddress(this, "public-address", { entry: loadBalancer });
  }
}

const application = await loadApplication();
await buildPrograms(application);
const blueprint = new Blueprint(application, await loadOutside(application));

new WideStage(blueprint);

blueprint.synth();
