import type { ServerResource } from "../../../lib/stack/container.ts";
import { pairsOf } from "../pairs.ts";
import { caution, danger, type Risk, type Unjudged } from "../risk.ts";

type Attributes = Readonly<Record<string, unknown>>;

interface Guard {
  /** Whether a server has it. */
  readonly isThere: (attributes: Attributes) => boolean;
  readonly level: typeof danger;
  /** What it means that it is not there. */
  readonly without: string;
  /** Whether a new server may be without it. @default false */
  readonly isOptional?: boolean;
}

/** What holds a server back, and is missed where it goes, or where a new server comes without it. */
const GUARDS: readonly Guard[] = [
  {
    isThere: ({ user }) => typeof user === "string" && !/^(0|root)?(:|$)/.test(user),
    level: danger,
    without: "runs as root: whoever breaks in is root in it",
  },
  {
    isThere: ({ memory }) => Number(memory ?? 0) > 0,
    level: danger,
    without: "has no limit of memory: it can take that of all others",
  },
  {
    isThere: ({ cpus, cpu_shares, cpu_quota }) => Boolean(cpus || cpu_shares || cpu_quota),
    level: danger,
    without: "has no limit of CPU time: it can take that of all others",
  },
  {
    isThere: ({ healthcheck }) => asksSomething(healthcheck),
    level: danger,
    without:
      "has no health check: a deploy does not wait until it serves, and nobody sees that it is ill",
  },
  {
    isThere: ({ privileged }) => privileged !== true,
    level: danger,
    without: "is privileged: it has the whole engine's machine",
  },
  {
    isThere: ({ capabilities }) => dropsAll(capabilities),
    level: danger,
    without: "has capabilities of the kernel: drop ALL of them, and add none",
  },
  {
    isThere: ({ security_opts }) => restricts(security_opts),
    level: danger,
    without: "may gain privileges: set no-new-privileges:true, and nothing unconfined",
  },
  {
    isThere: ({ network_mode }) => !/^(host|container:(?!\$))/.test(`${network_mode ?? ""}`),
    level: danger,
    without: "is on the engine's own network: it reaches all, and all reach it",
  },
  {
    isThere: ({ pid_mode, ipc_mode, userns_mode, cgroupns_mode }) =>
      ![pid_mode, ipc_mode, userns_mode, cgroupns_mode].includes("host"),
    level: danger,
    without: "shares a namespace with the engine's machine",
  },
  {
    isThere: ({ devices }) => isEmpty(devices),
    level: danger,
    without: "has devices of the engine's machine",
  },
  {
    isThere: ({ publish_all_ports }) => publish_all_ports !== true,
    level: danger,
    without: "publishes all its ports",
  },
  {
    isThere: ({ memory, memory_swap }) => !memory || Number(memory_swap) === Number(memory),
    level: caution,
    without: "may swap: its limit of memory is not all that it can take",
  },
  {
    isThere: ({ read_only, upload }) => read_only === true || !isEmpty(upload),
    level: caution,
    without: "may write into its own files: make its root read-only",
  },
  {
    isThere: ({ wait }) => wait !== false,
    level: caution,
    without: "is not waited for: a deploy goes on before it serves",
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
    without: "has no bound for its log: it fills the engine's disk",
  },
];

export function privileges(comparison: Unjudged): Risk[] {
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

/** A check that always succeeds is none. */
function asksSomething(check: unknown): boolean {
  const { test = [] } = (first(check) ?? {}) as { test?: readonly string[] };
  const command = test.slice(1).join(" ").trim();
  return test[0] !== "NONE" && command !== "" && !/^(true|:|exit 0)$/.test(ownCheck(command));
}

/** What a server's check asks, without what `constructs/server/health-check.ts` puts around it. */
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

/** A block is an object in a stage and a list in a state. */
function first(block: unknown): unknown {
  return Array.isArray(block) ? block[0] : block;
}

/** What it sees of the engine's machine. */
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
    .map((path) => danger(name, `sees ${path} of the engine's machine`));
}
