import { join } from "node:path";
import type { Construct } from "constructs";
import { type Application, FILES_PATH } from "../app/application.ts";
import { Blueprint } from "../core/blueprint.ts";
import { Image } from "../core/image.ts";
import { FAST_SCRAPE_INTERVAL } from "../server/metrics.ts";

/** nginx's Prometheus exporter, a sidecar process on the same machine. */
export const NGINX = { port: 9113, interval: FAST_SCRAPE_INTERVAL };

/** The image of nginx with the static files of the application's current release. */
export function nginxImage(scope: Construct): Image {
  const { files } = Blueprint.of(scope).application;
  const image = join(import.meta.dirname, "image");
  return Image.fromFolder(scope, "nginx", image, { static: files?.folder });
}

/** Values of nginx's configuration templates for static files: path prefix and Cache-Control. */
export function filesConfiguration({ files }: Application) {
  return {
    filesPath: files?.path ?? FILES_PATH,
    filesCacheControl: files?.hashedNames
      ? "public, max-age=31536000, immutable"
      : "public, max-age=60",
  };
}
