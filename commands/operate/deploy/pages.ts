import type { Environment } from "../../../environment.ts";
import { namesOf } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { describePage } from "../queue/describe.ts";

/** A page for operators: the port on the engine's machine, and a sentence that says where it is. */
export interface Page {
  readonly port: number;
  readonly sentence: string;
}

/** What operators can look at in a stage. */
export function listPages(environment: Environment, stack: Stack): Page[] {
  const { operatorsPort, dashboardPort } = environment;
  const live = `what happens in the shop, live: http://localhost:${dashboardPort} on the engine's machine`;
  const known: Record<string, Page> = {
    "observability-page": { port: dashboardPort, sentence: live },
    "queue-page": { port: operatorsPort, sentence: describePage(environment) },
  };
  return namesOf(stack, "operators-page").flatMap((name) => known[name] ?? []);
}
