import type { CommandWay, DeclaredFault, Faults } from "../constructs/app/faults.ts";
import { from, refusal, slow, unnoticed } from "../constructs/app/promises.ts";

const provider = { victim: "payment-provider", seconds: 20 };

/** The payment provider reads there what it does to a charge. */
function behaves(mode: "slow" | "dead"): CommandWay {
  const set = (word: string) => ["sh", "-c", `echo ${word} > /tmp/mode`];
  return { make: set(mode), repair: set("normal") };
}

/** Without a queue the app server charges, and refuses the order; with one, a worker puts it off. */
const unpaid = {
  noticed: {
    roles: ["app", "worker"],
    line: /the payment provider does not answer|"path":"\/orders","status":503/,
  },
  promises: [from(1, refusal(5, "writes", 7)), from(6, unnoticed())],
};

/** What can fail of the company that charges cards. */
const faults: readonly DeclaredFault[] = [
  {
    ...provider,
    ...unpaid,
    name: "kill-payment",
    what: "the payment provider is lost",
    way: "kill",
    alert: "ServerDown",
  },
  {
    ...provider,
    ...unpaid,
    name: "payment-dead",
    what: "the payment provider ends every connection without an answer",
    way: behaves("dead"),
  },
  {
    ...provider,
    name: "payment-slow",
    what: "the payment provider takes two to three seconds",
    way: behaves("slow"),
    promises: [from(1, slow(5, "writes")), from(6, unnoticed())],
  },
];
export default faults;

/** What the shop's programs print of a service that fails. */
export const notices: Faults["notices"] = {
  DATABASE: /database gate closed/,
  CACHE: /cache circuit breaker open/,
  QUEUE: /cannot connect to the queue/,
};
