import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { describe, expect, test } from "vitest";
import { LoadBalancer } from "../../../constructs/load-balancer/load-balancer.ts";
import { PublicAddress } from "../../../constructs/public-address/public-address.ts";
import type { IEndpoint, IEntry } from "../../../constructs/server/interfaces.ts";
import type { PrivateNetwork } from "../../../constructs/server/private-network.ts";
import { type StageJson, synthesize } from "../../synthesize.ts";

/** A fake entry that records its calls. */
function entry() {
  const calls: string[] = [];
  const serveOn = ({ name }: PrivateNetwork, alias: string) => calls.push(`${alias} on ${name}`);
  return { calls, entry: { serveOn } satisfies IEntry };
}

describe("PublicAddress", () => {
  test("makes its entry listen under an alias on a dedicated network", () => {
    const { calls, entry: front } = entry();

    synthesize((stage) => void new PublicAddress(stage, "public-address", { entry: front }));

    expect(calls).toEqual(["entry on public-address-entry"]);
  });

  test("is published on the environment's port, and its name has no hash", () => {
    const json = synthesize((stage) => {
      new PublicAddress(stage, "public-address", { entry: entry().entry });
    });

    expect(json).toRunServer("public-address", {
      name: "shop-public-address",
      ports: [{ internal: 8080, external: 8080 }],
    });
    expect(json).toHaveResourceWithProperties(Network, {
      name: "shop-public-address-outside",
      internal: false,
    });
  });

  test("has the same configuration with any upstream", () => {
    const endpoint: IEndpoint = { address: "web", port: 8080, allowFrom: () => {} };
    const alone = synthesize((stage) => {
      new PublicAddress(stage, "public-address", { entry: entry().entry });
    });
    const balanced = synthesize((stage) => {
      const balancer = new LoadBalancer(stage, "load-balancer", { backend: endpoint });
      new PublicAddress(stage, "public-address", { entry: balancer });
    });

    const container = (json: string) =>
      (JSON.parse(json) as StageJson).resource.docker_container["public-address"];
    expect(container(balanced)).toEqual(container(alone));
  });
});
