import type { Environment } from "../../../environment.ts";
import { type EngineAddress, isNear, tunnelTo } from "../../lib/engine/address.ts";
import { namesOf } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { describePage } from "../queue/describe.ts";

/** A page behind an admin proxy: its port on the Docker host, and a sentence for users. */
export interface Page {
  readonly port: number;
  readonly sentence: string;
}

/** Lists the pages for operators of a stage. */
export function listPages(environment: Environment, stack: Stack): Page[] {
  const { operatorsPort, dashboardPort } = environment;
  const live = `the live page: http://localhost:${dashboardPort} on the Docker host`;
  const known: Record<string, Page> = {
    "observability-page": { port: dashboardPort, sentence: live },
    "queue-page": { port: operatorsPort, sentence: describePage(environment) },
  };
  return namesOf(stack, "admin-proxy").flatMap((name) => known[name] ?? []);
}

/** A sentence for each page, and how to reach them from here. */
export function describePages(pages: readonly Page[], engine: EngineAddress): string[] {
  const sentences = pages.map(({ sentence }) => sentence);
  if (pages.length === 0 || isNear(engine)) return sentences;
  const ports = pages.map(({ port }) => port);
  return [...sentences, `from here, as long as it runs: ${tunnelTo(engine, ports)}`];
}
