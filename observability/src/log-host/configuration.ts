import { listenNames, number } from "../../../programs/environment.ts";

/** What the search takes from its environment. */
export interface Configuration {
  /** Names or addresses to listen on. */
  readonly listen: readonly string[];
  readonly port: number;
  /** Where the lines are kept. */
  readonly folder: string;
  /** What all files may take; the oldest go. */
  readonly mostBytes: number;
  /** Older files go. */
  readonly mostDays: number;
  readonly serverName: string;
  /** Holds the number of rsyslog's process. */
  readonly pidFile: string;
}

/** Reads the configuration; throws when a value is senseless. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return {
    listen: listenNames(env.LISTEN),
    port: number(env, "PORT", 8080, 65_535),
    folder: env.LOGS_FOLDER ?? "/var/lib/logs",
    mostBytes: number(env, "MAX_BYTES", 512 * 1024 * 1024),
    mostDays: number(env, "MAX_AGE_DAYS", 14),
    serverName: env.SERVER_NAME ?? "logs",
    pidFile: env.PID_FILE ?? "/tmp/rsyslogd.pid",
  };
}
