import { green, red, yellow } from "../paint.ts";
import { seconds } from "../progress.ts";

/** A line of `terraform apply -json`; only the fields that are read here. */
export interface Event {
  readonly type: string;
  readonly "@message": string;
  readonly "@timestamp": string;
  readonly hook?: {
    readonly resource: Resource;
    readonly action?: string;
  };
  /** A planned change of one resource. */
  readonly change?: { readonly resource: Resource; readonly action: string };
  readonly changes?: Changes & { readonly operation: string };
  readonly diagnostic?: Diagnostic;
}

interface Resource {
  readonly addr: string;
  readonly resource_type: string;
  readonly resource_name: string;
}

export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/** Parses a JSON line; undefined for anything else, such as a provider's stray output. */
export function parseEvent(line: string): Event | undefined {
  try {
    const event = JSON.parse(line) as Event;
    return typeof event?.type === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

const marks: Record<string, () => string> = {
  create: () => green("+"),
  update: () => yellow("~"),
  delete: () => red("-"),
};

const verbs: Record<string, Record<string, string>> = {
  docker_container: { create: "started", update: "changed", delete: "stopped and removed" },
  docker_image: { create: "built", update: "rebuilt", delete: "no longer used" },
  other: { create: "created", update: "changed", delete: "removed" },
};

/** `app-1` for a container, `network app` for a network, the address for other resources. */
export function nounOf({ resource_type: type, resource_name: name, addr }: Resource): string {
  if (type === "docker_container") return name;
  return type.startsWith("docker_") ? `${type.slice("docker_".length)} ${name}` : addr;
}

/**
 * Renders the line for a completed resource.
 * @param waited whether its creation waits until it is healthy
 */
export function renderComplete(
  { hook }: Event,
  milliseconds: number,
  waited: (address: string) => boolean,
): string {
  if (!hook) return "";
  const action = hook.action ?? "";
  const { resource } = hook;
  const verb = (verbs[resource.resource_type] ?? verbs.other)?.[action] ?? action;
  const healthy = action === "create" && waited(resource.addr) ? ", healthy" : "";
  const took = milliseconds < 100 ? "" : ` after ${seconds(milliseconds)}`;
  return `${marks[action]?.() ?? " "} ${nounOf(resource)} ${verb}${healthy}${took}`;
}

export function renderPlan(changes: Changes): string {
  const parts = partsOf(changes, ["to create", "to change", "to remove"]);
  return `plan: ${parts || "nothing to change"}`;
}

/** Renders what was applied; undefined if nothing changed. */
export function renderApplied(changes: Changes): string | undefined {
  const parts = partsOf(changes, ["created", "changed", "removed"]);
  return parts ? `applied: ${parts}` : undefined;
}

function partsOf({ add, change, remove }: Changes, verbs: readonly [string, string, string]) {
  return [add, change, remove]
    .map((count, i) => count && `${count} ${verbs[i]}`)
    .filter(Boolean)
    .join(", ");
}

/** Renders an error or warning of Terraform or the provider. */
export function renderDiagnostic({ severity, summary, detail, address }: Diagnostic): string {
  const mark = severity === "error" ? red("✗") : yellow("!");
  const head = `${mark} ${address ? `${address}: ` : ""}${summary}`;
  const body = (detail ?? "").trim().split("\n").filter(Boolean);
  return [head, ...body.map((line) => `  ${line}`)].join("\n");
}
