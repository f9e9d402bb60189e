import type { Build } from "../constructs/app/application.ts";

/** The shop's programs and static files. */
export const programs: Build = {
  sources: ["shop", "programs"],
  built: ["shop/dist", "shop/images/shop/dist", "shop/images/payment-provider/dist"],
  run: async () => (await import("./build.ts")).buildShop(),
};
