import type { Outside } from "../constructs/app/application.ts";
import { PaymentProvider } from "./payment-provider.ts";

/** What the shop uses beyond the path. */
const outside: Outside = (scope, traces) => ({
  PAYMENT: new PaymentProvider(scope, "payment-provider", { traces }),
});

export default outside;
