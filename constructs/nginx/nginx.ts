import { join } from "node:path";
import type { Construct } from "constructs";
import type { Application } from "../app/application.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";

/** nginx's exporter, which runs beside it on its machine. */
export const NGINX = { port: 9113, interval: FAST_SCRAPE_INTERVAL };

/** The image of nginx with the application's static files of this release. */
export function nginxImage(scope: Construct): Image {
  const { files } = Blueprint.of(scope).application;
  const image = join(import.meta.dirname, "image");
  return Image.fromFolder(scope, "nginx", image, { static: files?.folder });
}

/** What nginx's configuration files say of the application's static files. */
export function filesConfiguration({ files }: Application) {
  return {
    filesPath: files?.path ?? "/static/",
    filesCacheControl: files?.hashedNames
      ? "public, max-age=31536000, immutable"
      : "public, max-age=60",
  };
}
