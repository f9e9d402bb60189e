import { listenNames, number } from "../../../programs/environment.ts";

/** What a program tells about itself. */
export interface ObservingSettings {
  /** @default - no metrics */
  readonly metrics?: { readonly listen: readonly string[]; readonly port: number };
  /** @default - no traces */
  readonly traces?: {
    /** Where Zipkin is: `http://traces:9411`. */
    readonly url: string;
    /** Which share of the traces that reads begin is kept, from 0 to 1. */
    readonly share: number;
  };
}

/**
 * Reads `METRICS_PORT`, `METRICS_LISTEN` (default: the names in `LISTEN`), `TRACES_URL` and
 * `TRACES_SHARE` (default 1); throws when one is senseless.
 */
export function readObserving(env: NodeJS.ProcessEnv): ObservingSettings {
  const port = number(env, "METRICS_PORT", 0, 65_535);
  const url = env.TRACES_URL ?? "";
  if (url !== "" && !/^http:\/\/[\w.-]+(:\d+)?\/?$/.test(url)) {
    throw new Error(`TRACES_URL must look like http://traces:9411, got "${url}"`);
  }
  return {
    metrics:
      port === 0 ? undefined : { listen: listenNames(env.METRICS_LISTEN || env.LISTEN), port },
    traces: url === "" ? undefined : { url, share: number(env, "TRACES_SHARE", 1, 1) },
  };
}
