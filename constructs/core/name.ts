import type { Node } from "constructs";

/** Construct ids that only repeat the resource type. */
const KINDS = new Set(["container", "image", "images", "network", "secrets", "server", "volume"]);

/**
 * Returns the name of a resource from its path in the construct tree: `app-1` for
 * `stage-2/app/1/container`.
 */
export function nameOf(node: Node): string {
  return node.path
    .split("/")
    .slice(1)
    .filter((id) => !KINDS.has(id))
    .join("-");
}
