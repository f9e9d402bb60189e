import { type Application, FILES_PATH } from "../../../constructs/app/application.ts";
import type { Environment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { step } from "../../lib/progress.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { median } from "../bench/result.ts";
import { visitFor } from "../bench/visitors.ts";
import { runBeside } from "../drills/network/tools.ts";
import type { Target } from "../load/target.ts";
import { withCpus } from "./cpu-limits.ts";
import { listServers } from "./servers.ts";
import type { Place } from "./step.ts";
import { type BusiestServer, busiestIn, read, usageBetween } from "./usage.ts";

/** The stage whose paths are measured: the first one with all tiers. */
export const pathStage = "stage-7";

/** The throughput of a path to a response. */
export interface PathCost {
  /** `page through web server`. */
  readonly name: string;
  /** In requests/s: the median of all turns. */
  readonly throughput: number;
  /** To that of the direct path: the median of all turns. */
  readonly ratio: number;
  readonly turns: readonly number[];
  readonly busiest: BusiestServer;
}

/** A path: the load generator is beside a server of one role, and asks the next one. */
interface Path {
  readonly name: string;
  readonly beside: string;
  readonly url: string;
}

/** The roles of which one server is enough: with two of each the machine is the limit. */
const roles = ["app", "web", "load-balancer", "cdn", "file-server"];

/** An odd number: the median drops a turn that was disturbed. */
const turns = 3;
const connections = 16;
const runSeconds = 5;
const warmUpMs = 30_000;
const proxyPort = 8080;

/** A share of the CPU limits: the machine must not be the limit, and the ratios stay. */
const limitShare = 0.5;

/** Measures all paths in turns, on one server of each role. */
export async function measurePaths({
  target,
  engine,
}: Pick<Place, "target" | "engine">): Promise<PathCost[]> {
  const { environment, application } = target;
  await stopSeconds(environment);
  await step(`${pathStage}: warming up`, () => visitFor(target, warmUpMs));
  const all = await listServers(environment);
  const servers = all.map((server) => ({ ...server, cpus: server.cpus * limitShare }));
  const place = { target, engine, servers };
  const groups = pathsTo(application, await fileOn(target));
  const measured = new Map<Path, Run[]>(groups.flat().map((path) => [path, []]));
  const takeTurn = (turn: number) =>
    step(`${pathStage}: the throughput of each path, turn ${turn} of ${turns}`, async (report) => {
      for (const [path, results] of measured) {
        report(path.name);
        results.push(await measurePath(place, path));
      }
    });
  await withCpus(
    all,
    ({ cpus }) => cpus * limitShare,
    async () => {
      for (let turn = 1; turn <= turns; turn++) await takeTurn(turn);
    },
  );
  return groups.flatMap(([direct, ...longer]) => {
    const base = (direct && measured.get(direct)) ?? [];
    return [direct, ...longer].flatMap((path) =>
      path ? [pathCost(path.name, measured.get(path) ?? [], base)] : [],
    );
  });
}

/** The paths to each response, the direct one first. */
export function pathsTo(
  { port, probe = "/" }: Pick<Application, "port" | "probe">,
  file: string | undefined,
): Path[][] {
  const through = (what: string, url: string): Path[] => [
    {
      name: `${what} through load balancer`,
      beside: "cdn",
      url: `load-balancer:${proxyPort}${url}`,
    },
    { name: `${what} through edge`, beside: "public-address", url: `entry:${proxyPort}${url}` },
  ];
  const web = (name: string, url: string): Path => ({
    name,
    beside: "load-balancer",
    url: `web:${proxyPort}${url}`,
  });
  return [
    ...(file ? [[web("file from web server", file), ...through("file", file)]] : []),
    [
      { name: "page from app server", beside: "web", url: `app:${port}${probe}` },
      web("page through web server", probe),
      ...through("page", probe),
    ],
  ];
}

interface Run {
  readonly throughput: number;
  readonly busiest: BusiestServer;
}

async function measurePath(
  { target, engine, servers }: Place,
  { name, beside, url }: Path,
): Promise<Run> {
  const [server] = (await listContainers(target.environment, beside)).filter(runs);
  if (!server) throw new UserError(`${pathStage} has no server of the role ${beside}`);
  const before = await read(engine, servers);
  const output = await runBeside(
    server.container,
    `wrk --threads 1 --connections ${connections} --duration ${runSeconds}s http://${url}`,
  );
  const usage = usageBetween(servers, before, await read(engine, servers));
  const busiest = busiestIn(usage);
  return {
    throughput: throughputIn(output, name),
    // the readings take time, too
    busiest: { ...busiest, cpuShare: (busiest.cpuShare * usage.seconds) / runSeconds },
  };
}

/** The requests/s that wrk printed. Throws if it reports errors. */
export function throughputIn(output: string, name: string): number {
  const errors = output.match(/^ *(Socket errors|Non-2xx).*/m)?.[0]?.trim();
  if (errors) throw new UserError(`${name} was not measured: ${errors}`);
  const found = output.match(/^Requests\/sec: +([\d.]+)/m)?.[1];
  if (found === undefined) throw new Error(`wrk printed no throughput: ${output}`);
  return Number(found);
}

export function pathCost(name: string, results: readonly Run[], direct: readonly Run[]): PathCost {
  const ratios = results.map(({ throughput }, i) => throughput / (direct[i]?.throughput ?? 0));
  const last = results.at(-1);
  if (!last) throw new Error(`${name} has no runs`);
  return {
    name,
    throughput: median(results.map(({ throughput }) => throughput)),
    ratio: median(ratios),
    turns: ratios,
    busiest: last.busiest,
  };
}

/** Stops all but the first server of each role. */
async function stopSeconds(environment: Environment): Promise<void> {
  const servers = await Promise.all(roles.map((role) => listContainers(environment, role)));
  const seconds = servers.flatMap((all) => all.filter(runs).slice(1));
  await step(`${pathStage}: stopping all but one server of ${roles.join(", ")}`, () =>
    docker("stop servers", ["stop", ...seconds.map(({ container }) => container)]),
  );
}

/** The path of a file that the page refers to; undefined without one. */
async function fileOn({ application, url }: Required<Target>): Promise<string | undefined> {
  const { files, probe = "/" } = application;
  if (!files) return undefined;
  const page = await (await fetch(`${url}${probe}`)).text();
  const prefix = files.path ?? FILES_PATH;
  return page.match(new RegExp(`"(${prefix}[^"]+)"`))?.[1];
}
