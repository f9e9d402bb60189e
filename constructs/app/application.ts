import type { Construct } from "constructs";
import type { IService, ITraces } from "../server/interfaces.ts";
import type { Load } from "./load.ts";

/** An application that the stages carry: what docs/your-application.md describes. */
export interface Application {
  /**
   * Names its image, its database and its user in each service: a lower-case letter, then lower-case
   * letters and digits, 20 at most.
   */
  readonly name: string;
  /** The folder with its Dockerfile, an absolute path. */
  readonly image: string;
  /** The user that its programs run as, one that the image has. */
  readonly user: string;
  /** The port on which the image's own command answers HTTP. */
  readonly port: number;
  /** The path that answers 200 when the application can do its work. @default "/" */
  readonly ready?: string;
  /**
   * A shell command that succeeds when a server of it can do its work.
   * @default - busybox, which the image has to have, requests `ready`
   */
  readonly healthCheck?: string;
  /** Constant environment variables of all of its programs. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Secrets by the variable that holds each, made at random for each environment. @default - none */
  readonly secrets?: readonly string[];
  /** Whether each program exposes metrics on `METRICS_PORT`, at /metrics. @default false */
  readonly metrics?: boolean;
  /** What it uses of a cache. @default - it uses none */
  readonly cache?: CacheUse;
  /** Names of its queues; each has a dead-letter queue `<name>.dead`. @default - it uses none */
  readonly queues?: readonly string[];
  /** Programs that consume queues, by their role. @default - none */
  readonly workers?: Readonly<Record<string, Worker>>;
  /** Files that web servers and a CDN serve. @default - the application serves all itself */
  readonly files?: StaticFiles;
  /**
   * Beginnings of paths whose requests may be repeated whatever their method, since they carry an
   * idempotency key or change nothing on a server.
   * @default - what HTTP calls safe or idempotent is repeated, and nothing else
   */
  readonly repeatable?: readonly string[];
  /** A page that is visited to see whether the application answers. @default "/" */
  readonly probe?: string;
  /** What it uses beyond the path: a module, so that only synthesis loads constructs. @default - nothing */
  readonly outside?: () => Promise<{ readonly default: Outside }>;
  /** What is built into the folders of its image and files before a stage is synthesized. @default - nothing */
  readonly build?: Build;
  /** How it is put under load. @default - `npm run load` visits `probe`, and knows no writes */
  readonly load?: () => Promise<{ readonly default: Load }>;
}

/**
 * Makes the services beyond the path, by the name that programs have for each.
 * @param traces where these services' own programs send their spans; undefined where a stage has none
 */
export type Outside = (scope: Construct, traces?: ITraces) => Readonly<Record<string, IService>>;

/** Services by the name that a program has for each: `DATABASE` makes `DATABASE_URL`. */
export type Uses = Readonly<Record<string, IService | undefined>>;

/** What an application may do in a cache (Valkey). */
export interface CacheUse {
  /** Patterns of its keys: `catalogue:*`. */
  readonly keys: readonly string[];
  /** Commands that it may use: `get`, `set`. */
  readonly commands: readonly string[];
}

/** A program that consumes queues. */
export interface Worker {
  readonly command: readonly string[];
  /** The port of its readiness, on loopback. @default - it has none */
  readonly port?: number;
  /** A shell command. @default - as the application's, on the worker's port */
  readonly healthCheck?: string;
  /**
   * Services that the app servers leave to it where a stage has workers, by the names in `outside`.
   * @default - none
   */
  readonly takesOver?: readonly string[];
}

/** Static files. */
export interface StaticFiles {
  /** An absolute path. */
  readonly folder: string;
  /** Under which they are served. @default "/static/" */
  readonly path?: string;
  /** Whether a file's name changes with its content, so that clients may keep it. @default false */
  readonly hashedNames?: boolean;
}

/** How programs are built. Paths begin at the checkout's folder. */
export interface Build {
  /** Files and folders that the result depends on; packages of npm always count. */
  readonly sources: readonly string[];
  /** Folders that hold the result. */
  readonly built: readonly string[];
  readonly run: () => Promise<void> | void;
}

/** Names that the services keep for their own users. */
const RESERVED = ["postgres", "replicator", "monitor", "default", "operator", "guest"];

/** Checks an application's declaration; throws with the way out. */
export function defineApplication(application: Application): Application {
  const { name, files, repeatable = [], queues = [], workers = {} } = application;
  if (!/^[a-z][a-z0-9]{0,19}$/.test(name)) {
    throw new Error(
      `the application's name is "${name}": use 1 to 20 lower-case letters and digits, a letter first`,
    );
  }
  if (RESERVED.includes(name)) {
    throw new Error(
      `the application's name is "${name}", which a service uses itself: choose another`,
    );
  }
  const { ready = "/", probe = "/" } = application;
  const paths = [ready, probe, ...repeatable, ...(files?.path ? [files.path] : [])];
  const path = paths.find((each) => !/^\/[\w./-]*$/.test(each));
  if (path !== undefined) {
    throw new Error(`${name} names the path "${path}": begin it with /, without spaces and quotes`);
  }
  if (files?.path && !files.path.endsWith("/")) {
    throw new Error(`${name} serves files under "${files.path}": end the path with /`);
  }
  if (repeatable.includes("/")) {
    throw new Error(
      `${name} lets each request be repeated: name the paths below / in \`repeatable\``,
    );
  }
  if (Object.keys(workers).length > 0 && queues.length === 0) {
    throw new Error(`${name} has workers and no queue: name what they consume in \`queues\``);
  }
  return application;
}
