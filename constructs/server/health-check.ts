import type { ContainerHealthcheck } from "@cdktf/provider-docker/lib/container/index.js";

/** Seconds between two checks of a server that is healthy: each costs about 45 ms of CPU time. */
const CALM_SECONDS = 30;

/**
 * Asks each second until the server is healthy, since a deploy waits for that, and then seldom:
 * Docker's `start_interval` does the same, but needs a newer engine (API 1.44).
 */
export function healthCheck(command: string): ContainerHealthcheck {
  const mark = "/tmp/healthy";
  return {
    test: [
      "CMD-SHELL",
      `[ ! -e ${mark} ] || sleep ${CALM_SECONDS - 1}; ${command} && touch ${mark}`,
    ],
    interval: "1s",
    timeout: `${CALM_SECONDS + 5}s`,
    retries: 3,
    startPeriod: "1m0s",
  };
}
