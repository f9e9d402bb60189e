import type { Machine } from "../../../architecture/model.ts";
import { roleOf } from "../../../architecture/picture.ts";
import type { ServerFigures, State } from "../model/state.ts";
import { bytes, duration, NOTHING, percent, rate } from "./format.ts";

/** How a machine is: what is bad needs somebody now, what is doubtful somebody soon. */
export type Health = "good" | "doubtful" | "bad" | "down" | "unknown" | "starting" | "leaving";

/** What is shown of a machine. */
export interface Facts {
  readonly health: Health;
  /** What is wrong, in a few words. @default - nothing is */
  readonly trouble?: string;
  /** Used CPU time, as a share of the limit. */
  readonly cpu?: number;
  /** Used memory, as a share of the limit. */
  readonly memory?: number;
  readonly memoryText: string;
  /** What it does: its requests a second, or what else its role tells. */
  readonly note: string;
  /** The share of its requests that failed. @default - it answers none */
  readonly errors?: string;
}

const MOST_ERRORS = 0.01;
const MOST_CPU = 0.9;
const MOST_SECONDS = 0.5;

/** What the state tells of a machine, with all servers on it. */
export function factsOf(machine: Machine, state: State): Facts {
  const known = machine.servers.flatMap(({ name }) => state.servers[name] ?? []);
  const sum = (pick: (figures: ServerFigures) => number | undefined) => total(known.map(pick));
  const most = (pick: (figures: ServerFigures) => number | undefined) => greatest(known.map(pick));

  const cpu = ratio(
    sum(({ cpu }) => cpu),
    sum(({ cpuLimit }) => cpuLimit),
  );
  const memoryBytes = sum(({ memoryBytes }) => memoryBytes);
  const errorShare = most(({ errorShare }) => errorShare);
  const seconds = most(({ p95Seconds }) => p95Seconds);
  const { health, trouble } =
    judgePhase(machine, state) ??
    judge(isUp(known, state), downText(machine, state), cpu, errorShare, seconds);
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
      most(({ requestsPerSecond }) => requestsPerSecond),
    ),
    errors: errorShare === undefined ? undefined : percent(errorShare),
  };
}

/** What stands before the words about a machine's trouble, for those who don't see colours. */
export function signOf(health: Health): string {
  if (health === "starting" || health === "leaving") return "…";
  return health === "down" ? "✕" : "▲";
}

/** The name of a machine to people: while it is replaced, the old one and the new one have the same. */
export function nameOf({ name }: Machine, { architecture }: State): string {
  return architecture?.containers?.[name]?.server ?? name;
}

/** What there is to say of a machine that comes or goes, as the engine tells; undefined of any other. */
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

/** Whether all servers run; undefined as long as nothing is known of any server. */
function isUp(known: readonly ServerFigures[], { servers }: State): boolean | undefined {
  if (!Object.values(servers).some(({ isUp }) => isUp !== undefined)) return undefined;
  return known.length > 0 && known.every(({ isUp }) => isUp === true);
}

/** On a shared host it is named which server is down. */
function downText({ servers }: Machine, state: State): string {
  const down = servers.filter(({ name }) => state.servers[name]?.isUp !== true);
  return servers.length > 1 && down.length === 1 ? `${down[0]?.name} down` : "down";
}

function judge(
  up: boolean | undefined,
  down: string,
  cpu = 0,
  errorShare = 0,
  seconds = 0,
): Pick<Facts, "health" | "trouble"> {
  if (up === undefined) return { health: "unknown" };
  if (!up) return { health: "down", trouble: down };
  if (errorShare > MOST_ERRORS) return { health: "bad", trouble: `${percent(errorShare)} err` };
  if (cpu > MOST_CPU) return { health: "bad", trouble: "CPU full" };
  if (seconds > MOST_SECONDS) return { health: "doubtful", trouble: `p95 ${duration(seconds)}` };
  return { health: "good" };
}

/** What a machine does, in a few words. */
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

/** What a machine is in one sentence, for those who don't see the picture. */
export function sentence(name: string, facts: Facts): string {
  const parts = [
    facts.health === "unknown" ? "nothing known" : (facts.trouble ?? "up"),
    `CPU ${percent(facts.cpu)}`,
    `memory ${facts.memoryText}`,
    facts.note,
    facts.errors && `errors ${facts.errors}`,
  ];
  const told = parts.filter((part) => part && !part.endsWith(NOTHING));
  return `${name}: ${told.join(", ")}`;
}

function given(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

function total(values: readonly (number | undefined)[]): number | undefined {
  const numbers = given(values);
  return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value) : undefined;
}

function greatest(values: readonly (number | undefined)[]): number | undefined {
  const numbers = given(values);
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}
