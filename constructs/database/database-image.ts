import { join } from "node:path";
import type { Construct } from "constructs";
import { Image } from "../core/image.ts";

/**
 * One image for PostgreSQL, PgBouncer, Patroni and etcd, so that no build delays a promotion between
 * stages.
 */
export function databaseImage(scope: Construct): Image {
  return Image.fromFolder(scope, "database", join(import.meta.dirname, "image"));
}
