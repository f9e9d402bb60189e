import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A stage as it is synthesized, or as it runs. */
export interface Stack {
  /** `stage-3`, or its name in a comparison. */
  readonly name: string;
  /** By address, sorted. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** All other blocks, by address: `variable.cookie-secret`, `provider.docker`. */
  readonly settings: ReadonlyMap<string, Resource>;
  /** Earlier addresses of resources, and the addresses that they have here (`moved` blocks). */
  readonly moves: ReadonlyMap<string, string>;
}

/** A resource that Terraform manages. */
export interface Resource {
  /** `docker_container.app-1` */
  readonly address: string;
  /** `docker_container` */
  readonly type: string;
  /** `app-1` */
  readonly id: string;
  /** Its configured attributes; references to other resources are resolved where possible. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly lifecycle: Lifecycle;
  readonly dependsOn: readonly string[];
}

export interface Lifecycle {
  readonly create_before_destroy?: boolean;
  readonly prevent_destroy?: boolean;
  readonly ignore_changes?: "all" | readonly string[];
}

type Block = Readonly<Record<string, unknown>>;

/** Reads a synthesized stage from its folder. */
export function readStack(folder: string, name: string): Stack {
  return parseStack(readFileSync(join(folder, "cdk.tf.json"), "utf8"), name);
}

/** Parses a stage's JSON. */
export function parseStack(json: string, name: string): Stack {
  const { moved = [], ...all } = JSON.parse(json);
  const { resource = {}, "//": _, ...others } = all as Record<string, Blocks>;
  const blocks = blocksOf(resource as Blocks);
  return {
    name,
    resources: resourcesOf(blocks, blocks),
    settings: resourcesOf(blocksOf(others), blocks),
    moves: new Map((moved as Move[]).map(({ from, to }) => [from, to])),
  };
}

interface Move {
  readonly from: string;
  readonly to: string;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Flattens nested blocks into a map by address. */
function blocksOf(all: Blocks): Map<string, Block> {
  return new Map(
    Object.entries(all).flatMap(([type, ofType]) =>
      Object.entries(ofType).map(([id, block]) => [`${type}.${id}`, block] as const),
    ),
  );
}

function resourcesOf(
  own: ReadonlyMap<string, Block>,
  all: ReadonlyMap<string, Block>,
): Map<string, Resource> {
  return new Map(
    [...own.keys()].sort().map((address) => {
      const value = resolve(own.get(address), all);
      const isBlock = typeof value === "object" && value !== null && !Array.isArray(value);
      return [address, resourceOf(address, isBlock ? (value as Block) : { value })];
    }),
  );
}

function resourceOf(address: string, block: Block): Resource {
  const [type = "", id = ""] = address.split(/\.(.*)/s);
  const { "//": _, lifecycle = {}, depends_on = [], ...attributes } = block;
  return {
    address,
    type,
    id,
    attributes,
    lifecycle: lifecycle as Lifecycle,
    dependsOn: depends_on as string[],
  };
}

/**
 * Resolves references such as `${docker_network.app.name}` where the stage contains their value,
 * and unescapes `%%{`.
 */
function resolve(value: unknown, blocks: ReadonlyMap<string, Block>): unknown {
  if (typeof value === "string") {
    return value
      .replace(/(?<!\$)\$\{(\w+\.[\w-]+)\.(\w+)\}/g, (reference, address, attribute) => {
        const known = blocks.get(address)?.[attribute];
        return typeof known === "string" ? known : reference;
      })
      .replace(/%%\{/g, "%{");
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, blocks));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, resolve(each, blocks)]),
    );
  }
  return value;
}
