import { expect, test } from "vitest";
import { sharedAddresses } from "../../../../commands/measure/drills/cut.ts";

function on(networks: Record<string, string>) {
  const all = Object.entries(networks).map(([name, IPAddress]) => [name, { IPAddress }]);
  return { Config: { Image: "web" }, NetworkSettings: { Networks: Object.fromEntries(all) } };
}

test("a cut takes the addresses on the networks that both are on, and leaves all others", () => {
  const server = on({ web: "172.20.0.2", app: "172.21.0.2" });
  const balancer = on({ web: "172.20.0.3", entry: "172.22.0.3" });
  const stopped = on({ app: "" });

  expect(sharedAddresses(server, [balancer, stopped])).toEqual(["172.20.0.3"]);
});
