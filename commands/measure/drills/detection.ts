import type { Notice } from "../../../constructs/app/faults.ts";
import type { Environment } from "../../../environment.ts";
import { run } from "../../lib/process.ts";
import { listContainers } from "../../lib/server-containers.ts";

/** The first detection of a fault. */
export interface Detection {
  readonly server: string;
  /** Time to detection: from the fault to the first line about it in that server's log. */
  readonly seconds: number;
}

/** Searches the logs for the first detection of a fault; undefined if there is none. */
export async function detect(
  environment: Environment,
  { roles, line }: Notice,
  faultAt: number,
): Promise<Detection | undefined> {
  const servers = await Promise.all(roles.map((role) => listContainers(environment, role)));
  const found = await Promise.all(
    servers.flat().map(async ({ name, container }) => {
      const since = new Date(faultAt).toISOString();
      const words = ["logs", "--timestamps", "--since", since, container];
      const at = findLine((await run("docker", words)).all, line);
      return at === undefined ? [] : [{ server: name, seconds: Math.max(0, at - faultAt) / 1000 }];
    }),
  );
  return found.flat().sort((a, b) => a.seconds - b.seconds)[0];
}

/** The time of the first matching line, in milliseconds since 1970, by Docker's timestamps. */
export function findLine(log: string, line: RegExp): number | undefined {
  const moments = log
    .split("\n")
    .filter((text) => line.test(text))
    .map((text) => Date.parse(text.split(" ", 1)[0] ?? ""));
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
