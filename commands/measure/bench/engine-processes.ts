import { readdirSync, readFileSync } from "node:fs";

/** A process, as Linux reports it. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly command: string;
  /** CPU time of itself and of its children that have ended, in seconds. */
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100;

/** Parses `/proc/<pid>/stat`. */
export function parseProcess(stat: string, command: string): Process {
  const [, pid, name = "", rest = ""] = stat.match(/^(\d+) \((.*)\) (.*)/s) ?? [];
  const fields = rest.split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
  const parent = Number(fields[1]);
  return { pid: Number(pid), parent, name, command, cpuSeconds: ticks / ticksPerSecond };
}

/** Returns the engine's processes, the shims of these containers, and their child processes. */
export function processesOf(all: readonly Process[], containers: readonly string[]): Process[] {
  const isShim = ({ name }: Process) => name.startsWith("containerd-shim");
  const isRoot = (each: Process) =>
    isShim(each)
      ? containers.some((id) => each.command.includes(id))
      : /^(dockerd|containerd)$/.test(each.name);
  const found = new Set<Process>();
  let next = all.filter(isRoot);
  while (next.length > 0) {
    for (const each of next) found.add(each);
    const parents = new Set(next.map(({ pid }) => pid));
    next = all.filter((each) => parents.has(each.parent) && !found.has(each) && !isShim(each));
  }
  return [...found];
}

/** Returns the CPU time between two readings, in seconds. */
export function cpuSecondsBetween(before: readonly Process[], after: readonly Process[]): number {
  const known = new Map(before.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  return after.reduce((sum, { pid, cpuSeconds }) => sum + cpuSeconds - (known.get(pid) ?? 0), 0);
}

/** Lists all processes of this machine; none if it does not run Linux. */
export function listProcesses(): Process[] {
  return pids().flatMap((pid) => {
    try {
      const [stat, command] = ["stat", "cmdline"].map((file) =>
        readFileSync(`/proc/${pid}/${file}`, "utf8"),
      );
      return [parseProcess(stat ?? "", command ?? "")];
    } catch {
      // the process has just ended
      return [];
    }
  });
}

function pids(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
