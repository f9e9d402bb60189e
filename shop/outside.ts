import type { Outside } from "../constructs/app/application.ts";
import { PaymentProvider } from "./payment-provider.ts";

/** The external services of the shop. */
const outside: Outside = (scope, traces) => ({
  PAYMENT: new PaymentProvider(scope, "payment-provider", { traces }),
});

export default outside;
