import type { Node } from "constructs";

/** Ids that only say of which kind a thing is, which its Terraform type says too. */
const KINDS = new Set(["container", "image", "images", "network", "secrets", "server", "volume"]);

/** The name of a thing from its place in the tree: `app/1/container` is `app-1` in every stage. */
export function nameOf(node: Node): string {
  return node.path
    .split("/")
    .slice(1)
    .filter((id) => !KINDS.has(id))
    .join("-");
}
