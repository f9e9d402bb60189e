import { healthCheck } from "./health-check.ts";
import type { ServerSpecification } from "./specification.ts";

/** Container settings that are the same for all servers. A change replaces the server. */
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
