import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../command-line.ts";
import { readStateFile } from "../terraform/state.ts";
import { UserError } from "../user-error.ts";
import { COMPUTED } from "./provider-schema.ts";
import type { Lifecycle, Resource, Stack } from "./stack.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Reads what runs in an environment from Terraform's state, in the form of the stage that it is
 * compared with: without computed attributes, and with references instead of their values.
 */
export function readRunning(environment: Environment, like: Stack): Stack {
  const { stateFile, name } = environment;
  const state = readStateFile(stateFile);
  const resources = (state.resources ?? []).flatMap(({ mode, type, name: id, instances }) => {
    const instance = instances.find(({ deposed }) => deposed === undefined);
    if (mode !== "managed" || !instance?.attributes) return [];
    const address = `${type}.${id}`;
    const wanted = like.resources.get(like.moves.get(address) ?? address);
    return [
      resourceOf(address, type, id, instance.attributes, wanted, instance.create_before_destroy),
    ];
  });
  if (resources.length === 0) {
    throw new UserError(
      `nothing runs in the environment ${name}: deploy a stage first, ${variablesOf(environment)}npm run deploy stage-1`,
    );
  }
  const sorted = resources.sort((one, other) => (one.address < other.address ? -1 : 1));
  return {
    name: "what runs",
    resources: new Map(sorted.map((resource) => [resource.address, resource])),
    settings: like.settings,
    moves: new Map(),
  };
}

function resourceOf(
  address: string,
  type: string,
  id: string,
  attributes: Attributes,
  wanted: Resource | undefined,
  createBeforeDestroy = false,
): Resource {
  const { id: _, ...all } = attributes;
  const computed = COMPUTED[type] ?? [];
  const own = Object.entries(all).flatMap(([name, value]) => {
    const configured = wanted?.attributes[name];
    if (computed.includes(name) && configured === undefined) return [];
    return [[name, normalize(value, configured)] as const];
  });
  const lifecycle: Lifecycle = createBeforeDestroy ? { create_before_destroy: true } : {};
  return {
    address,
    type,
    id,
    attributes: Object.fromEntries(own),
    lifecycle: wanted?.lifecycle ?? lifecycle,
    dependsOn: wanted?.dependsOn ?? [],
  };
}

/** Writes a value of the state as the stage writes it, if both mean the same. */
function normalize(value: unknown, configured: unknown): unknown {
  const patterns = stringsOf(configured)
    .filter((text) => text.includes("${"))
    .map((text) => ({ text, pattern: patternOf(text) }));
  const isBlock =
    typeof configured === "object" && configured !== null && !Array.isArray(configured);
  const one = isBlock && Array.isArray(value) && value.length === 1 ? value[0] : value;
  return walk(one, patterns);
}

function walk(value: unknown, patterns: readonly { text: string; pattern: RegExp }[]): unknown {
  if (typeof value === "string") {
    return patterns.find(({ pattern }) => pattern.test(value))?.text ?? value;
  }
  if (Array.isArray(value)) return value.map((each) => walk(each, patterns));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, walk(each, patterns)]),
  );
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

/** Returns a pattern for a text whose references match any value. */
function patternOf(text: string): RegExp {
  const parts = text
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}
