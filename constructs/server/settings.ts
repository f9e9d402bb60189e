import { healthCheck } from "./health-check.ts";
import type { ServerSpecification } from "./specification.ts";

/** How each server's container runs, whatever it is: a change of it replaces the server. */
export function settings({ files, healthCheck: check }: ServerSpecification) {
  return {
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },

    capabilities: { drop: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    readOnly: files === undefined,
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=16m" },

    healthcheck: healthCheck(check),
    stopTimeout: 30,
  };
}
