import type { Construct } from "constructs";
import type { IService, ITraces } from "../server/interfaces.ts";
import type { Monitoring } from "../server/monitoring.ts";
import type { Faults } from "./faults.ts";
import type { Load } from "./load.ts";

/** An application that the stages deploy: docs/your-application.md describes the contract. */
export interface Application {
  /**
   * The name of its image, its database and its user in each service: 1 to 20 lower-case letters
   * and digits, a letter first.
   */
  readonly name: string;
  /** The absolute path of the folder with its Dockerfile. */
  readonly image: string;
  /** The user that its programs run as, which must exist in the image. */
  readonly user: string;
  /** The port on which the image's own command serves HTTP. */
  readonly port: number;
  /**
   * The path of the readiness check: it answers 200 when the application can serve.
   * @default "/"
   */
  readonly ready?: string;
  /**
   * The health check of its servers, a shell command that succeeds when they can serve.
   * @default - busybox, which the image must contain, requests `ready`
   */
  readonly healthCheck?: string;
  /** Constant environment variables of all of its programs. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Environment variables that hold secrets, generated for each environment. @default - none */
  readonly secrets?: readonly string[];
  /** Whether each program exposes metrics on `METRICS_PORT`, at /metrics. @default false */
  readonly metrics?: boolean;
  /** The keys and commands that it uses in a cache. @default - it uses no cache */
  readonly cache?: CacheUse;
  /**
   * The names of its queues; each gets a dead-letter queue `<name>.dead`.
   * @default - it uses no queue
   */
  readonly queues?: readonly string[];
  /**
   * The command of its image that `npm run queue` runs with `list`, `retry ID` or `retry all`, in a
   * client of the queue. It prints each dead letter that it lists or retries as a line of JSON:
   * `{ "id", "at", "reason", "body" }`, where `at` and `reason` are optional.
   * @default - dead letters are only counted
   */
  readonly deadLetters?: readonly string[];
  /** Its workers, which consume queues, by their role. @default - none */
  readonly workers?: Readonly<Record<string, Worker>>;
  /** Static files that web servers and a CDN serve. @default - the application serves everything */
  readonly files?: StaticFiles;
  /**
   * Path prefixes whose requests proxies may retry whatever their method, since they carry an
   * idempotency key or change nothing on a server.
   * @default - proxies retry only the methods that HTTP defines as safe or idempotent
   */
  readonly repeatable?: readonly string[];
  /** The path of the page that synthetic probes request. @default "/" */
  readonly probe?: string;
  /**
   * The external services that it uses: a module, so that only synthesis loads constructs.
   * @default - none
   */
  readonly outside?: () => Promise<{ readonly default: Outside }>;
  /** Its own alerts, runbooks and charts, for stages with observability. @default - none */
  readonly monitoring?: Monitoring;
  /**
   * How its programs and files are built before a stage is synthesized.
   * @default - nothing is built
   */
  readonly build?: Build;
  /** Its load profile. @default - `npm run load` requests `probe`, without writes */
  readonly load?: () => Promise<{ readonly default: Load }>;
  /** What `npm run plan` computes with, beside what was measured. @default - nothing */
  readonly planning?: Planning;
  /** Its own faults for drills, in addition to those of the blueprint's servers. @default - none */
  readonly faults?: () => Promise<Faults>;
}

/**
 * Makes the external services, by the name that programs use for each.
 * @param traces where the services' programs send their spans; undefined in a stage without tracing
 */
export type Outside = (scope: Construct, traces?: ITraces) => Readonly<Record<string, IService>>;

/** Services by the name that a program uses for each: `DATABASE` makes `DATABASE_URL`. */
export type Uses = Readonly<Record<string, IService | undefined>>;

/** The permissions (ACL) of an application in a cache (Valkey). */
export interface CacheUse {
  /** Key patterns that it may access: `catalogue:*`. */
  readonly keys: readonly string[];
  /** Commands that it may run: `get`, `set`. */
  readonly commands: readonly string[];
}

/** A worker: a program that consumes queues. */
export interface Worker {
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** The port of its readiness check, on loopback. @default - it has none */
  readonly port?: number;
  /** Its health check, a shell command. @default - the application's, on the worker's port */
  readonly healthCheck?: string;
  /**
   * Services of `outside` that only the worker uses: in a stage with workers, the app servers have
   * no access to them.
   * @default - none
   */
  readonly takesOver?: readonly string[];
}

/** Static files. */
export interface StaticFiles {
  /** The absolute path of their folder. */
  readonly folder: string;
  /** The path prefix that they are served under. @default "/static/" */
  readonly path?: string;
  /**
   * Whether file names contain a hash of the content, so that clients may cache them for a year.
   * @default false
   */
  readonly hashedNames?: boolean;
}

/** Facts about an application that no measurement shows. */
export interface Planning {
  /**
   * How many connections each of its programs opens at most to the primary, and to the replicas.
   * @default - the number of app servers and workers is not limited by connections
   */
  readonly connections?: number;
  /**
   * How many connections each app server opens to `DATABASE_SESSION_URL`.
   * @default 0
   */
  readonly sessions?: number;
  /**
   * How long a request is in a transaction on the primary, on average over all requests: the time
   * for which it holds a connection of the pooler.
   * @default - the pool is no limit
   */
  readonly transactionMs?: number;
  /** The roles of its external services' servers, which somebody else plans. @default - none */
  readonly external?: readonly string[];
}

/** How programs are built. Paths are relative to the checkout. */
export interface Build {
  /** The inputs: files and folders that the result depends on. The npm packages always count. */
  readonly sources: readonly string[];
  /** The outputs: folders that hold the result. */
  readonly built: readonly string[];
  /** Runs the build. */
  readonly run: () => Promise<void> | void;
}

/** The default path prefix of static files. */
export const FILES_PATH = "/static/";

/** User names that the services reserve for themselves. */
const RESERVED = ["postgres", "replicator", "monitor", "default", "operator", "guest"];

/**
 * Validates an application's declaration. Throws an error that names the invalid value and the fix.
 */
export function defineApplication(application: Application): Application {
  const { name, files, repeatable = [], queues = [], workers = {} } = application;
  if (!/^[a-z][a-z0-9]{0,19}$/.test(name)) {
    throw new Error(
      `the application's name is "${name}": use 1 to 20 lower-case letters and digits, a letter first`,
    );
  }
  if (RESERVED.includes(name)) {
    throw new Error(
      `the application's name is "${name}", which is a reserved user name: choose another`,
    );
  }
  const { ready = "/", probe = "/" } = application;
  const paths = [ready, probe, ...repeatable, ...(files?.path ? [files.path] : [])];
  const path = paths.find((each) => !/^\/[\w./-]*$/.test(each));
  if (path !== undefined) {
    throw new Error(`${name} has the path "${path}": begin it with /, without spaces and quotes`);
  }
  if (files?.path && !files.path.endsWith("/")) {
    throw new Error(`${name} serves files under "${files.path}": end the path with /`);
  }
  if (repeatable.includes("/")) {
    throw new Error(
      `${name} lets proxies retry every request: list the paths below / in \`repeatable\``,
    );
  }
  const locations = [...repeatable, ...(files ? [files.path ?? FILES_PATH] : [])];
  const twice = [locations, queues].map(firstTwice).find((each) => each !== undefined);
  if (twice !== undefined) {
    throw new Error(
      `${name} declares "${twice}" twice: name each queue once, and each path once in \`repeatable\` and \`files\``,
    );
  }
  const named = [...queues, ...Object.keys(workers)];
  const wrong = named.find((each) => !/^[a-z][a-z0-9-]*$/.test(each) || each === "app");
  if (wrong !== undefined) {
    throw new Error(
      `${name} names a queue or a worker "${wrong}": use lower-case letters, digits and hyphens, and not "app"`,
    );
  }
  if (Object.keys(workers).length > 0 && queues.length === 0) {
    throw new Error(
      `${name} has workers and no queue: list the queues that they consume in \`queues\``,
    );
  }
  return application;
}

function firstTwice(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
