import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { Size } from "../../../../architecture/size.ts";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import { drawComparison } from "../../../../commands/review/draw/drawing.ts";
import { AppTier } from "../../../../constructs/app/app-tier.ts";
import { Cache } from "../../../../constructs/cache/cache.ts";
import { Stage } from "../../../../constructs/core/stage.ts";
import { Database } from "../../../../constructs/database/database.ts";
import { haproxyImage } from "../../../../constructs/haproxy/haproxy.ts";
import { LoadBalancer } from "../../../../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../../../../constructs/public-address/public-address.ts";
import type { IEndpoint } from "../../../../constructs/server/interfaces.ts";
import { Server } from "../../../../constructs/server/server.ts";
import { Tier } from "../../../../constructs/server/tier.ts";
import { WebTier } from "../../../../constructs/web/web-tier.ts";
import { blueprint } from "../../../synthesize.ts";
import { stackOf } from "./stages.ts";

/** A stage that `build` fills, in place of stage-5. */
function edited(build: (stage: Stage) => void) {
  class Edited extends Stage {}
  const stage = new Edited(blueprint(), "stage-5");
  build(stage);
  return parseStack(Testing.synth(stage, true), "stage-5");
}

/** Stage 5 with reordered statements and renamed variables. */
function inAnotherOrder(stage: Stage) {
  const hot = new Cache(stage, "cache");
  const rows = new Database(stage, "database", { replicas: 2 });
  const bank = stage.outside();
  const shop = new AppTier(stage, "app", {
    uses: { ...bank, CACHE: hot, DATABASE: rows },
    servers: 2,
  });
  const front = new WebTier(stage, "web", { app: shop, servers: 2 });
  const balancer = new LoadBalancer(stage, "load-balancer", { servers: 2, backend: front });
  new PublicAddress(stage, "public-address", { entry: balancer });
  return { shop, rows };
}

/** A construct that only this file knows. */
class SearchEngine extends Tier {
  readonly port = 7700;

  constructor(scope: Construct, id: string, database: IEndpoint) {
    super(scope, id);
    const server: Server = new Server(this, "server", {
      role: "search",
      image: haproxyImage(this),
      user: "haproxy",
      size: Size.SMALL,
      port: this.port,
      data: "/var/lib/search",
      healthCheck: "true",
    });
    this.servers.push(server);
    database.allowFrom(this);
  }
}

describe("a comparison of stages as they are written", () => {
  test("reports no change when statements are reordered and variables renamed", () => {
    const comparison = compare(
      stackOf(5),
      edited((stage) => inAnotherOrder(stage)),
    );

    expect(renderText(reportOf(comparison))).toMatch(/no change: all \d+ resources/);
  });

  test("describes an unknown construct", () => {
    const after = edited((stage) => {
      const { shop, rows } = inAnotherOrder(stage);
      new SearchEngine(stage, "search", rows).allowFrom(shop);
    });

    const comparison = compare(stackOf(5), after);

    const text = renderText(reportOf(comparison)).replace(/\s+/g, " ");
    expect(text).toContain("+ search added 0.5 CPU, 256 MiB keeps data");
    expect(text).toContain("+ app-1, app-2 → search:7700");
    expect(text).toContain("+ search → database-proxy-1:5432");
    expect(text).toContain("search: is a new single point of failure on the path to search");
    const { tiers, arrows } = drawComparison(comparison);
    expect(tiers.find(({ id }) => id === "search/search")).toMatchObject({
      title: "Search",
      change: "added",
    });
    expect(arrows).toContainEqual({
      from: "app/app",
      to: "search/search",
      label: ":7700",
      change: "added",
    });
  });
});
