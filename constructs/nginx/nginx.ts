import { join } from "node:path";
import type { Construct } from "constructs";
import { root } from "../../environment.ts";
import { Image } from "../core/image.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";

/** nginx's exporter, which runs beside it on its machine. */
export const NGINX = { port: 9113, interval: FAST_SCRAPE_INTERVAL };

/** The image of nginx with the static files of this release. */
export function nginxImage(scope: Construct): Image {
  const image = join(import.meta.dirname, "image");
  return Image.fromFolder(scope, "nginx", image, { static: join(root, "shop/dist/files") });
}
