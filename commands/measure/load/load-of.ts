import type { Application } from "../../../constructs/app/application.ts";
import type { Load } from "../../../constructs/app/load.ts";

/** The application's load; without one, requests of one page. */
export async function loadOf({ load, probe }: Pick<Application, "load" | "probe">): Promise<Load> {
  return load ? (await load()).default : visitsOf(probe ?? "/");
}

function visitsOf(path: string): Load {
  return {
    kinds: { page: "pages" },
    longestSessionMs: 0,
    plan: () => [{ at: 0, requests: 1, run: (visitor) => visitor.request("page", { path }) }],
  };
}
