import { listenNames, number } from "../../../programs/environment.ts";

/** Which metrics and traces a program exposes. */
export interface ObservingSettings {
  /** @default - no metrics */
  readonly metrics?: { readonly listen: readonly string[]; readonly port: number };
  /** @default - no traces */
  readonly traces?: {
    /** Zipkin's URL: `http://traces:9411`. @default - no export to Zipkin */
    readonly zipkin?: string;
    /** Endpoint of OTLP over HTTP: `http://collector:4318`. @default - no export by OTLP */
    readonly otlp?: string;
    /** Sampling ratio of traces that start with a read, from 0 to 1. */
    readonly share: number;
  };
}

/**
 * Reads `METRICS_PORT`, `METRICS_LISTEN` (default: the names in `LISTEN`), `TRACES_URL`,
 * `OTEL_EXPORTER_OTLP_ENDPOINT` and `TRACES_SHARE` (default 1); throws if one is invalid.
 */
export function readObserving(env: NodeJS.ProcessEnv): ObservingSettings {
  const port = number(env, "METRICS_PORT", 0, 65_535);
  const zipkin = env.TRACES_URL || undefined;
  if (zipkin && !/^http:\/\/[\w.-]+(:\d+)?\/?$/.test(zipkin)) {
    throw new Error(`TRACES_URL must look like http://traces:9411, got "${zipkin}"`);
  }
  const otlp = env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined;
  if (otlp && !(/^https?:/.test(otlp) && URL.canParse(otlp))) {
    throw new Error(
      `OTEL_EXPORTER_OTLP_ENDPOINT must look like http://collector:4318, got "${otlp}"`,
    );
  }
  return {
    metrics:
      port === 0 ? undefined : { listen: listenNames(env.METRICS_LISTEN || env.LISTEN), port },
    traces: zipkin || otlp ? { zipkin, otlp, share: number(env, "TRACES_SHARE", 1, 1) } : undefined,
  };
}
