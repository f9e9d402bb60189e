import { join } from "node:path";
import { defineApplication } from "../constructs/app/application.ts";
import { programs } from "./programs.ts";
import { MAX_CONNECTIONS } from "./src/app/database/max-connections.ts";

const shop = import.meta.dirname;

/** The example application: the online shop of the workshop and of the tests. */
export default defineApplication({
  name: "shop",
  image: join(shop, "images/shop"),
  user: "shop",
  port: 3000,
  ready: "/readyz",
  secrets: ["COOKIE_SECRET"],
  metrics: true,
  cache: { keys: ["catalogue:*"], commands: ["mget", "set", "mset", "del"] },
  queues: ["charges"],
  deadLetters: ["node", "dead-letters.js"],
  workers: { worker: { command: ["node", "worker.js"], port: 3001, takesOver: ["PAYMENT"] } },
  files: { folder: join(shop, "dist/files"), path: "/static/", hashedNames: true },
  // orders have an idempotency key, and the cart is in its cookie
  repeatable: ["/orders", "/cart"],
  probe: "/products/1",
  build: programs,
  planning: {
    connections: MAX_CONNECTIONS,
    sessions: 1,
    // of npm run load, by PgBouncer's SHOW STATS (docs/adr/0053)
    transactionMs: 2,
    external: ["payment-provider"],
  },
  load: () => import("./load/load.ts"),
  faults: () => import("./faults.ts"),
  outside: () => import("./outside.ts"),
});
