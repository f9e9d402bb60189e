import { join } from "node:path";
import type { Construct } from "constructs";
import { Image } from "../core/image.ts";
import { fillTemplate } from "../core/template.ts";
import { httpCheck } from "../server/health-check.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";

/**
 * HAProxy's built-in Prometheus exporter, the same in all configurations; `no-maint` skips unused
 * server slots.
 */
export const HAPROXY = {
  port: 8405,
  query: { "no-maint": ["1"] },
  interval: FAST_SCRAPE_INTERVAL,
};

/** HAProxy's health check, by its page on loopback: it does not depend on the backends. */
export const HAPROXY_CHECK = httpCheck(8404);

/**
 * The script that decides which servers get requests, and which lose them, for configurations with
 * `lua-load /etc/haproxy/health.lua`.
 */
export const healthScript = () => ({
  "/etc/haproxy/health.lua": fillTemplate(join(import.meta.dirname, "health.lua"), {}),
});

/** The image of HAProxy, without a configuration: each server brings its own. */
export function haproxyImage(scope: Construct): Image {
  return Image.fromFolder(scope, "haproxy", join(import.meta.dirname, "image"));
}
