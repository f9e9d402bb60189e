import type { Load } from "../../constructs/app/load.ts";
import { lookUp } from "./books.ts";
import { Shopper } from "./shopper.ts";
import { countRequests, LONGEST_WALK_MS, planWalk } from "./walk.ts";

/** The load of the shop: its shoppers, and the lookup of their orders. */
const load: Load = {
  kinds: {
    catalogue: "pages",
    product: "pages",
    file: "files",
    cart: "pages",
    checkout: "writes",
    order: "writes",
    "order to refuse": "writes",
    "order status": "writes",
  },
  longestSessionMs: LONGEST_WALK_MS,
  plan: (random, onlyReads) => {
    const shopper = new Shopper();
    return planWalk(random, onlyReads).map((visit) => ({
      at: visit.at,
      requests: countRequests(visit),
      run: (visitor) => shopper.visit(visitor, visit),
    }));
  },
  writes: {
    one: "order",
    many: "orders",
    promise: "stored once and charged once",
    lookUp,
  },
};

export default load;
