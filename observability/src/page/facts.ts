import type { Machine } from "../../../architecture/model.ts";
import { roleOf } from "../../../architecture/picture.ts";
import type { ServerMetrics, State } from "../model/state.ts";
import { bytes, duration, NOTHING, percent, rate } from "./format.ts";

/** A machine's health: `bad` needs attention now, `doubtful` soon. */
export type Health = "good" | "doubtful" | "bad" | "down" | "unknown" | "starting" | "leaving";

/** The summary of a machine that the page shows. */
export interface Facts {
  readonly health: Health;
  /** The problem, in a few words. @default - none */
  readonly trouble?: string;
  /** CPU usage, as a share of the limit. */
  readonly cpu?: number;
  /** Memory usage, as a share of the limit. */
  readonly memory?: number;
  readonly memoryText: string;
  /** Its requests per second, or a metric that is specific to its role. */
  readonly note: string;
  /** The share of failed requests. @default - it serves no requests */
  readonly errors?: string;
}

const MAX_ERROR_SHARE = 0.01;
const MAX_CPU = 0.9;

/** Summarizes the metrics of a machine's servers. */
export function factsOf(machine: Machine, state: State): Facts {
  const known = machine.servers.flatMap(({ name }) => state.servers[name] ?? []);
  const sum = (pick: (metrics: ServerMetrics) => number | undefined) => total(known.map(pick));
  const max = (pick: (metrics: ServerMetrics) => number | undefined) => maximum(known.map(pick));

  const cpu = ratio(
    sum(({ cpu }) => cpu),
    sum(({ cpuLimit }) => cpuLimit),
  );
  const memoryBytes = sum(({ memoryBytes }) => memoryBytes);
  const errorShare = max(({ errorShare }) => errorShare);
  const seconds = max(({ p95Seconds }) => p95Seconds);
  const { health, trouble } =
    judgePhase(machine, state) ??
    judge(
      isUp(known, state),
      downText(machine, state),
      state.slowSeconds,
      cpu,
      errorShare,
      seconds,
    );
  return {
    health,
    trouble,
    cpu,
    memory: ratio(
      memoryBytes,
      sum(({ memoryLimitBytes }) => memoryLimitBytes),
    ),
    memoryText: bytes(memoryBytes),
    note: noteOf(
      roleOf(machine),
      Object.assign({}, ...known.map(({ own }) => own)),
      max(({ requestsPerSecond }) => requestsPerSecond),
    ),
    errors: errorShare === undefined ? undefined : percent(errorShare),
  };
}

/** The sign before a machine's trouble, for users who do not see the colours. */
export function signOf(health: Health): string {
  if (health === "starting" || health === "leaving") return "…";
  return health === "down" ? "✕" : "▲";
}

/** The displayed name of a machine: during a replacement the old and the new one share it. */
export function nameOf({ name }: Machine, { architecture }: State): string {
  return architecture?.containers?.[name]?.server ?? name;
}

/** Judges a machine by its containers' phase in Docker; undefined if its metrics decide. */
function judgePhase(
  { servers }: Machine,
  { architecture }: State,
): Pick<Facts, "health" | "trouble"> | undefined {
  const phases = servers.map(({ name }) => architecture?.containers?.[name]?.phase);
  if (phases.includes("down")) return undefined;
  if (phases.includes("leaving")) return { health: "leaving", trouble: "leaving" };
  if (phases.includes("unhealthy")) return { health: "bad", trouble: "unhealthy" };
  return phases.includes("starting") ? { health: "starting", trouble: "starting" } : undefined;
}

/** Whether all servers are up; undefined before there are any metrics. */
function isUp(known: readonly ServerMetrics[], { servers }: State): boolean | undefined {
  if (!Object.values(servers).some(({ isUp }) => isUp !== undefined)) return undefined;
  return known.length > 0 && known.every(({ isUp }) => isUp === true);
}

/** On a shared host, names the server that is down. */
function downText({ servers }: Machine, state: State): string {
  const down = servers.filter(({ name }) => state.servers[name]?.isUp !== true);
  return servers.length > 1 && down.length === 1 ? `${down[0]?.name} down` : "down";
}

function judge(
  up: boolean | undefined,
  down: string,
  slowSeconds: number,
  cpu = 0,
  errorShare = 0,
  seconds = 0,
): Pick<Facts, "health" | "trouble"> {
  if (up === undefined) return { health: "unknown" };
  if (!up) return { health: "down", trouble: down };
  if (errorShare > MAX_ERROR_SHARE) return { health: "bad", trouble: `${percent(errorShare)} err` };
  if (cpu > MAX_CPU) return { health: "bad", trouble: "CPU full" };
  if (seconds > slowSeconds) return { health: "doubtful", trouble: `p95 ${duration(seconds)}` };
  return { health: "good" };
}

/** The note for a role. */
function noteOf(role: string, own: Record<string, number>, requests: number | undefined): string {
  const { primary, leader, sessions, messages, waiting, hitShare } = own;
  if (role === "database" && primary !== undefined) return primary > 0 ? "primary" : "replica";
  if (leader !== undefined) return leader > 0 ? "leader" : "follower";
  if (waiting !== undefined) return `${Math.round(waiting)} waiting`;
  if (hitShare !== undefined) return `${percent(hitShare)} hits`;
  if (messages !== undefined) return `${rate(messages)} done`;
  if (requests !== undefined) return rate(requests);
  return sessions === undefined ? "" : `${Math.round(sessions)} sessions`;
}

/** Describes a machine in one sentence, for screen readers. */
export function sentence(name: string, facts: Facts): string {
  const parts = [
    facts.health === "unknown" ? "unknown" : (facts.trouble ?? "up"),
    `CPU ${percent(facts.cpu)}`,
    `memory ${facts.memoryText}`,
    facts.note,
    facts.errors && `errors ${facts.errors}`,
  ];
  const shown = parts.filter((part) => part && !part.endsWith(NOTHING));
  return `${name}: ${shown.join(", ")}`;
}

function defined(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

function total(values: readonly (number | undefined)[]): number | undefined {
  const numbers = defined(values);
  return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value) : undefined;
}

function maximum(values: readonly (number | undefined)[]): number | undefined {
  const numbers = defined(values);
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}
