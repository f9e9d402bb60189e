import { join } from "node:path";
import type { Construct } from "constructs";
import { Image } from "../core/image.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";

/** HAProxy's own exporter, in all of its configurations; without the slots that no server fills. */
export const HAPROXY = {
  port: 8405,
  query: { "no-maint": ["1"] },
  interval: FAST_SCRAPE_INTERVAL,
};

/** The image of HAProxy, which each server gives a configuration. */
export function haproxyImage(scope: Construct): Image {
  return Image.fromFolder(scope, "haproxy", join(import.meta.dirname, "image"));
}
