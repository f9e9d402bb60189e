import type { Notice } from "../../../constructs/app/faults.ts";
import type { Environment } from "../../../environment.ts";
import { run } from "../../lib/process.ts";
import { listContainers } from "../../lib/server-containers.ts";

/** Who noticed a fault first. */
export interface Detection {
  readonly server: string;
  /** From the fault to the first line about it in that server's log. */
  readonly seconds: number;
}

/** Reads in the logs who noticed a fault first; undefined if nobody did. */
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

/** When the first matching line was written, in milliseconds since 1970, by Docker's time stamps. */
export function findLine(log: string, line: RegExp): number | undefined {
  const moments = log
    .split("\n")
    .filter((text) => line.test(text))
    .map((text) => Date.parse(text.split(" ", 1)[0] ?? ""));
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
