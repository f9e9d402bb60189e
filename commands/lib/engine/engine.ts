import { accessSync, constants } from "node:fs";
import { hostname } from "node:os";
import { run, which } from "../process.ts";
import {
  DEFAULT_ADDRESS,
  DEFAULT_SOCKET,
  type EngineAddress,
  engineAddress,
  socketOf,
} from "./address.ts";
import { type AddressPool, DEFAULT_POOLS } from "./pools.ts";

/** A Docker engine that answers. */
export interface Engine extends EngineAddress {
  readonly version: string;
  /** The newest version of its API, such as `1.41`. */
  readonly api: string;
  /** Its data folder on the Docker host, such as `/var/lib/docker`. */
  readonly folder: string;
  /** The path of its socket on the Docker host, which may not be that of the client. */
  readonly socket: string;
  /** Whether it runs on this machine: neither in a virtual one nor elsewhere. */
  readonly isHere: boolean;
  /** What stores images and layers: `overlay2`; `overlayfs` for containerd's image store. */
  readonly storage: string;
  /** The default logging driver: `json-file`. */
  readonly logging: string;
  /** Whether root in a container is another user of the Docker host (`userns-remap`). */
  readonly isRemapped: boolean;
  /** Whether it can limit a container's CPU time: without root only if systemd delegates that. */
  readonly limitsCpu: boolean;
  readonly cores: number;
  readonly memoryMiB: number;
  /** Where the addresses of new networks come from. */
  readonly pools: readonly AddressPool[];
}

/** Whether an engine answers, and why not. */
export interface EngineState {
  readonly engine?: Engine;
  readonly address: string;
  /** Why there is none: the docker command's own words. */
  readonly reason: string;
  /**
   * Where the fault is: the command is not there, is another program than Docker's, does not work as
   * it is set up, or this user has no permission; `down` if nothing answers.
   */
  readonly fault?: "command" | "foreign" | "settings" | "permission" | "down";
}

/** The fields of `docker info` that are read here. */
export interface Info {
  readonly ServerVersion?: string;
  readonly DockerRootDir?: string;
  readonly Driver?: string;
  readonly LoggingDriver?: string;
  readonly Name?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly CpuCfsQuota?: boolean;
  readonly SecurityOptions?: readonly string[] | null;
  readonly DefaultAddressPools?: readonly { readonly Base: string; readonly Size: number }[] | null;
}

const LIMIT_MS = 10_000;

/** Looks whether the engine of DOCKER_HOST or of Docker's context answers, and describes it. */
export async function lookForEngine(): Promise<EngineState> {
  if (!which("docker")) {
    const address = process.env.DOCKER_HOST || DEFAULT_ADDRESS;
    return { address, reason: "the docker command is not installed", fault: "command" };
  }
  const way = await engineAddress();
  const [version, info] = await Promise.all([ask("version"), ask("info")]);
  const state = stateOf(way, version, info);
  return state.engine ? (whyHidden(way.address) ?? state) : state;
}

/**
 * The docker command may be a wrapper (sudo, ssh, another container's), while Terraform's provider
 * opens the engine's socket itself: returns why it cannot, undefined if it can.
 */
export function whyHidden(address: string): EngineState | undefined {
  const path = socketOf(address);
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = `the docker command reaches it, and Terraform's provider cannot open its socket: ${code}`;
    return { address, reason, fault: code === "EACCES" ? "permission" : "settings" };
  }
}

/** @param here the name of this machine */
export function engineOf(way: EngineAddress, api: string, info: Info, here = hostname()): Engine {
  const path = socketOf(way.address);
  // The socket of an engine in a virtual machine is forwarded to a path that only exists here.
  const isHere = path !== undefined && process.platform === "linux" && info.Name === here;
  return {
    ...way,
    version: info.ServerVersion ?? "",
    api,
    folder: info.DockerRootDir ?? "",
    socket: isHere ? path : DEFAULT_SOCKET,
    isHere,
    storage: info.Driver ?? "",
    logging: info.LoggingDriver ?? "",
    isRemapped: (info.SecurityOptions ?? []).some((each) => each.startsWith("name=userns")),
    limitsCpu: info.CpuCfsQuota ?? true,
    cores: info.NCPU ?? 0,
    memoryMiB: Math.floor((info.MemTotal ?? 0) / 2 ** 20),
    pools:
      info.DefaultAddressPools?.map(({ Base, Size }) => ({ base: Base, size: Size })) ??
      DEFAULT_POOLS,
  };
}

/** What a docker command ended with: the fields that are read here. */
export type Answered = Pick<
  Awaited<ReturnType<typeof run>>,
  "ok" | "stdout" | "stderr" | "all" | "timedOut"
>;

function ask(what: "version" | "info"): Promise<Answered> {
  return run("docker", [what, "--format", "{{json .}}"], { timeoutMs: LIMIT_MS });
}

/** Describes the engine, or why there is none, by the answers to `docker version` and `docker info`. */
export function stateOf(way: EngineAddress, version: Answered, info: Answered): EngineState {
  const { address } = way;
  const api = parse<{ Server?: { ApiVersion?: string } }>(version.stdout)?.Server?.ApiVersion;
  const facts = parse<Info>(info.stdout);
  if (version.ok && info.ok && facts?.ServerVersion && api) {
    return { engine: engineOf(way, api, facts), address, reason: "" };
  }
  const failed = version.ok ? info : version;
  const words = inOneLine(failed.stderr || failed.stdout);
  const said =
    failed.ok && words
      ? `docker does not print what it is asked for: ${words.slice(0, 80)}`
      : words;
  const all = version.all + info.all;
  if (failed.timedOut)
    return { address, reason: `no answer in ${LIMIT_MS / 1000} s`, fault: "down" };
  if (/podman/i.test(all)) {
    return { address, reason: "the docker command is Podman's", fault: "foreign" };
  }
  // ssh has such words, too, for a login that it refuses.
  if (/permission denied while trying|dial unix \S+ connect: permission/i.test(all)) {
    return { address, reason: said, fault: "permission" };
  }
  return { address, reason: said || "docker printed nothing", fault: faultOf(failed) };
}

/** Only where nothing answers, starting an engine helps. */
function faultOf({ ok, all }: Answered): "foreign" | "settings" | "down" {
  if (ok) return "foreign";
  if (/(cannot|failed to) connect|error during connect/i.test(all)) return "down";
  return /daemon|docker|API version/i.test(all) && !/could not be found/i.test(all)
    ? "settings"
    : "foreign";
}

function parse<T>(json: string): T | undefined {
  try {
    return JSON.parse(json) as T;
  } catch {
    return undefined;
  }
}

/** What a program said, without line breaks: its first words are often only a greeting. */
function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ").slice(0, 400);
}
