import type { CommandWay, DeclaredFault, Faults } from "../constructs/app/faults.ts";
import { from, refusal, slow, unnoticed } from "../constructs/app/promises.ts";

const provider = { victim: "payment-provider", seconds: 20 };

/** Sets the mode of the payment provider, in the file that it reads on each charge. */
function setMode(mode: "slow" | "dead"): CommandWay {
  const write = (text: string) => ["sh", "-c", `echo ${text} > /tmp/mode`];
  return { make: write(mode), repair: write("normal") };
}

/** Without a queue, the app server fails the order; with one, a worker postpones the charge. */
const unavailable = {
  noticed: {
    roles: ["app", "worker"],
    line: /the payment provider does not answer|"path":"\/orders","status":503/,
  },
  promises: [from(1, refusal(5, "writes", 7)), from(6, unnoticed())],
};

/** Faults of the payment provider. */
const faults: readonly DeclaredFault[] = [
  {
    ...provider,
    ...unavailable,
    name: "kill-payment",
    what: "the payment provider is lost",
    way: "kill",
    alert: "ServerDown",
  },
  {
    ...provider,
    ...unavailable,
    name: "payment-dead",
    what: "the payment provider closes every connection without a response",
    way: setMode("dead"),
  },
  {
    ...provider,
    name: "payment-slow",
    what: "the payment provider takes two to three seconds",
    way: setMode("slow"),
    promises: [from(1, slow(5, "writes")), from(6, unnoticed())],
  },
];
export default faults;

/** The log lines of the shop's programs that report a failed service. */
export const notices: Faults["notices"] = {
  DATABASE: /database gate closed/,
  CACHE: /cache circuit breaker open/,
  QUEUE: /cannot connect to the queue/,
};
