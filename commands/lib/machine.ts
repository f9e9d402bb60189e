import { cpus, totalmem } from "node:os";
import type { Setup } from "./setup/index.ts";

/**
 * Describes the machine that measurements were made on.
 * @param setup of measurements that depend on the versions of Terraform and Docker
 */
export function describeMachine(setup?: Pick<Setup, "terraform" | "engine">): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? "an unknown CPU"}`,
    `${gibibytes} GiB`,
    `Node ${process.versions.node}`,
    ...(setup
      ? [
          `${setup.terraform.program} ${setup.terraform.version}`,
          `Docker ${setup.engine.version}${describePlace(setup.engine)}`,
        ]
      : []),
  ].join(", ");
}

/** The Docker host, if it is another machine than the one that makes the load. */
function describePlace({ isHere, host, cores, memoryMiB }: Setup["engine"]): string {
  if (isHere) return "";
  return ` on another machine, ${host}, with ${cores} cores and ${Math.round(memoryMiB / 1024)} GiB`;
}
