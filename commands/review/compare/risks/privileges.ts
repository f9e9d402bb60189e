import type { ServerResource } from "../../../lib/stack/container.ts";
import type { Changes } from "../changes.ts";
import { pairsOf } from "../pairs.ts";
import { caution, danger, type Risk } from "../risk.ts";

type Attributes = Readonly<Record<string, unknown>>;

interface Guard {
  /** Whether a server has the guard. */
  readonly isThere: (attributes: Attributes) => boolean;
  readonly level: typeof danger;
  /** What it means to lack the guard. */
  readonly without: string;
  /** Whether a new server may lack it. @default false */
  readonly isOptional?: boolean;
}

/** Restrictions of a server. A risk if one is removed, or if a new server lacks it. */
const GUARDS: readonly Guard[] = [
  {
    isThere: ({ user }) => typeof user === "string" && !/^(0|root)?(:|$)/.test(user),
    level: danger,
    without: "runs as root: an attacker who breaks in is root in the container",
  },
  {
    isThere: ({ memory }) => Number(memory ?? 0) > 0,
    level: danger,
    without: "has no memory limit: it can use up the memory of all others",
  },
  {
    isThere: ({ cpus, cpu_shares, cpu_quota }) => Boolean(cpus || cpu_shares || cpu_quota),
    level: danger,
    without: "has no CPU limit: it can use up the CPU of all others",
  },
  {
    isThere: ({ healthcheck }) => isRealCheck(healthcheck),
    level: danger,
    without:
      "has no health check: a deploy does not wait until it serves, and nothing detects that it is unhealthy",
  },
  {
    isThere: ({ privileged }) => privileged !== true,
    level: danger,
    without: "is privileged: it has full access to the Docker host",
  },
  {
    isThere: ({ capabilities }) => dropsAll(capabilities),
    level: danger,
    without: "has kernel capabilities: drop ALL of them, and add none",
  },
  {
    isThere: ({ security_opts }) => restricts(security_opts),
    level: danger,
    without: "may gain privileges: set no-new-privileges:true, and leave nothing unconfined",
  },
  {
    isThere: ({ network_mode }) => !/^(host|container:(?!\$))/.test(`${network_mode ?? ""}`),
    level: danger,
    without:
      "uses the network of the Docker host or of another container: no private network isolates it",
  },
  {
    isThere: ({ pid_mode, ipc_mode, userns_mode, cgroupns_mode }) =>
      ![pid_mode, ipc_mode, userns_mode, cgroupns_mode].includes("host"),
    level: danger,
    without: "shares a namespace with the Docker host",
  },
  {
    isThere: ({ devices }) => isEmpty(devices),
    level: danger,
    without: "has devices of the Docker host",
  },
  {
    isThere: ({ publish_all_ports }) => publish_all_ports !== true,
    level: danger,
    without: "publishes all its ports",
  },
  {
    isThere: ({ memory, memory_swap }) => !memory || Number(memory_swap) === Number(memory),
    level: caution,
    without: "may swap: it can use more than its memory limit",
  },
  {
    isThere: ({ read_only, upload }) => read_only === true || !isEmpty(upload),
    level: caution,
    without: "can write to its root file system: make it read-only",
  },
  {
    isThere: ({ wait }) => wait !== false,
    level: caution,
    without: "has wait off: a deploy continues before it is healthy",
    isOptional: true,
  },
  {
    isThere: ({ restart }) => restart !== undefined && restart !== "no",
    level: caution,
    without: "is not started again after a crash",
  },
  {
    isThere: ({ log_opts }) => JSON.stringify(log_opts ?? "").includes("max-size"),
    level: caution,
    without: "has no size limit for its log: it can fill the disk of the Docker host",
  },
];

export function privileges(comparison: Changes): Risk[] {
  return pairsOf(comparison).flatMap(({ name, before, after }) => {
    if (!after) return [];
    return [...missing(name, before, after), ...paths(name, before, after)];
  });
}

function missing(name: string, before: ServerResource | undefined, after: ServerResource): Risk[] {
  return GUARDS.filter(
    ({ isThere, isOptional }) =>
      !isThere(after.resource.attributes) &&
      (before ? isThere(before.resource.attributes) : !isOptional),
  ).map(({ level, without }) => level(name, without));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || Object.keys(value as object).length === 0;
}

/** Whether a health check can fail: one that always succeeds is none. */
function isRealCheck(check: unknown): boolean {
  const { test = [] } = (first(check) ?? {}) as { test?: readonly string[] };
  const command = test.slice(1).join(" ").trim();
  return test[0] !== "NONE" && command !== "" && !/^(true|:|exit 0)$/.test(ownCheck(command));
}

/** Strips the wrapper that `constructs/server/health-check.ts` puts around a check's command. */
function ownCheck(command: string): string {
  return command
    .replace(/^\[ .*?\] \|\| sleep \d+; /, "")
    .replace(/ && touch \S+$/, "")
    .trim();
}

function dropsAll(capabilities: unknown): boolean {
  const { drop = [], add = [] } = (first(capabilities) ?? {}) as {
    drop?: readonly string[];
    add?: readonly string[];
  };
  return drop.includes("ALL") && add.length === 0;
}

function restricts(options: unknown): boolean {
  const all = (options ?? []) as readonly string[];
  return (
    all.some((each) => /^no-new-privileges(:true)?$/.test(each)) &&
    !all.some((each) => each.endsWith("unconfined"))
  );
}

/** A nested block is an object in a stage, and a list in a state. */
function first(block: unknown): unknown {
  return Array.isArray(block) ? block[0] : block;
}

/** Finds new bind mounts of the Docker host. */
function paths(name: string, before: ServerResource | undefined, after: ServerResource): Risk[] {
  const of = (server: ServerResource | undefined) =>
    [
      ...(server?.attributes.volumes ?? []).map(({ host_path }) => host_path),
      ...(server?.attributes.mounts ?? [])
        .filter(({ type }) => type === "bind")
        .map(({ source }) => source),
    ].flatMap((path) => path || []);
  const known = new Set(of(before));
  return of(after)
    .filter((path) => !known.has(path))
    .map((path) => danger(name, `mounts ${path} of the Docker host`));
}
