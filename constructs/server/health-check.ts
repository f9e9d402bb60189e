import type { ContainerHealthcheck } from "@cdktf/provider-docker/lib/container/index.js";

/** The interval of checks of a healthy server: each check costs about 45 ms of CPU time. */
const CALM_SECONDS = 30;

/** The file in a container whose health check has succeeded: without it the next check is not put off. */
export const HEALTHY_MARK = "/tmp/healthy";

/**
 * Returns the command of a health check that succeeds when a page is served. The image needs busybox.
 * @param at a port of the loopback address, or a host and its port
 */
export function httpCheck(at: number | string, path = "/"): string {
  const address = typeof at === "number" ? `127.0.0.1:${at}` : at;
  return `busybox wget -q -O /dev/null http://${address}${path}`;
}

/**
 * Returns a health check that runs every second until the server is healthy, because a deploy waits
 * for that, and every 30 s afterwards. Docker's `start_interval` would need a newer engine (API
 * 1.44).
 */
export function healthCheck(command: string): ContainerHealthcheck {
  return {
    test: [
      "CMD-SHELL",
      `[ ! -e ${HEALTHY_MARK} ] || sleep ${CALM_SECONDS - 1}; ${command} && touch ${HEALTHY_MARK}`,
    ],
    interval: "1s",
    timeout: `${CALM_SECONDS + 5}s`,
    retries: 3,
    startPeriod: "1m0s",
  };
}
