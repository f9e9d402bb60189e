import { join } from "node:path";
import type { Construct } from "constructs";
import { Image } from "../core/image.ts";

/** PostgreSQL, Patroni and etcd in one image: none is built while the database changes hands. */
export function databaseImage(scope: Construct): Image {
  return Image.fromFolder(scope, "database", join(import.meta.dirname, "image"));
}
