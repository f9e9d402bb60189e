import { from, goneFrom, slow, unnoticed } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";
import { type NetworkFault, netem, packetLoss } from "../network/network-fault.ts";
import { ofTiers, type Tier, type Tiers } from "./tiers.ts";

const everything = slow(5, "any");

/**
 * What a bad network of a server of each tier means for clients. In stage 1 the servers of the one
 * machine share its network.
 */
const tiers: Tiers = {
  "public-address": [from(1, everything)],
  edge: [from(7, everything)],
  "load-balancer": [from(3, everything)],
  web: [from(2, everything)],
  app: [from(2, everything)],
  database: [from(2, everything), goneFrom(4)],
  proxy: [from(4, everything)],
  primary: [from(4, everything)],
  replica: [from(4, everything)],
  etcd: [from(4, unnoticed())],
  cache: [from(5, everything)],
  "queue-node": [from(6, unnoticed())],
  worker: [from(6, unnoticed())],
  "file-server": [from(7, unnoticed())],
};

/**
 * A bad network: with loss and delay, which needs a module that some kernels lack, and with loss alone,
 * for them.
 */
export const badNetworks = (faults: readonly Fault[]): readonly Fault[] => {
  const each = ofTiers(faults, tiers);
  return [
    ...each.map((tier) => faultOf(tier, "lossy", "sends with 5 % loss and 200 ms delay", netem)),
    ...each.map((tier) => ({
      ...faultOf(tier, "packet-loss", "receives with 5 % loss", packetLoss),
      onlyNamed: true,
    })),
  ];
};

function faultOf(
  { tier, subject, find, promises }: Tier,
  kind: string,
  happens: string,
  way: NetworkFault,
): Fault {
  return {
    name: `${kind}-${tier}`,
    what: `${subject} ${happens}`,
    find,
    way,
    seconds: 14,
    promises,
    hindrance: () => way.hindrance(),
  };
}
