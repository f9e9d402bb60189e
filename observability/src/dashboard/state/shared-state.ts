import { pictureOf } from "../../../../architecture/picture.ts";
import type { ObservedArchitecture } from "../../model/architecture.ts";
import type { State } from "../../model/state.ts";
import type { IArchitectureSource } from "../architecture/source.ts";
import { combineQueries, type Prometheus } from "../prometheus.ts";
import { arrowQueries } from "./arrow-queries.ts";
import { arrowMetrics, firingAlerts, serverMetrics } from "./assemble.ts";
import { MetricValues } from "./metric-values.ts";
import { commonQueries, containerQueries, contextQueries, roleQueries } from "./server-queries.ts";

type Snapshot = Pick<State, "arrows" | "alerts"> & { readonly metrics: MetricValues };

/** Where the state comes from. */
export interface StateSources {
  readonly architecture: IArchitectureSource;
  readonly prometheus: Pick<Prometheus, "query" | "alerts">;
  /** The latency of the service-level objective. */
  readonly latencyMs: number;
  /** Seconds since the Watchdog alert was delivered; null if it never was. */
  readonly watchdogAgeSeconds: () => number | null;
}

/**
 * The state that all viewers share. It queries Prometheus on demand, at most once every two seconds
 * for all viewers. While Prometheus is unavailable, it keeps the last metrics.
 */
export class SharedState {
  private architecture?: ObservedArchitecture;
  private snapshot: Snapshot = { metrics: new MetricValues([]), arrows: {}, alerts: [] };
  private snapshotAt?: number;
  private problem?: string;
  private isLogStoreUp = true;
  private refreshing: Promise<void> = Promise.resolve();
  private refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly sources: StateSources,
    private readonly periodMs = 2000,
  ) {}

  /** Returns the state: older than the period only if its `problems` say why. */
  async get(): Promise<State> {
    const architectureProblem = await this.readArchitecture();
    const now = performance.now();
    if (this.architecture && now - this.refreshedAt >= this.periodMs) {
      this.refreshedAt = now;
      this.refreshing = this.refresh(this.architecture);
    }
    await this.refreshing;
    const { metrics, arrows, alerts } = this.snapshot;
    return {
      architecture: this.sources.architecture.isLive ? this.architecture : undefined,
      slowSeconds: this.sources.latencyMs / 1000,
      servers: this.architecture ? serverMetrics(this.architecture, metrics) : {},
      arrows,
      alerts,
      ageSeconds:
        this.snapshotAt === undefined
          ? null
          : Math.round((performance.now() - this.snapshotAt) / 1000),
      problems: [
        ...(architectureProblem ? [architectureProblem] : []),
        ...(this.problem ? [this.problem] : []),
        ...(this.isLogStoreUp ? [] : ["logs can't be searched: the log store does not answer"]),
      ],
      watchdogAgeSeconds: this.sources.watchdogAgeSeconds(),
    };
  }

  /** Updates the architecture; keeps the last one and returns the error if that fails. */
  private async readArchitecture(): Promise<string | undefined> {
    try {
      this.architecture = await this.sources.architecture.get();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private async refresh(architecture: ObservedArchitecture): Promise<void> {
    const { prometheus, architecture: source } = this.sources;
    const { arrows } = pictureOf(architecture, architecture.observers);
    const arrowQuery = combineQueries(
      Object.fromEntries(
        arrows.flatMap((arrow, index) =>
          Object.entries(arrowQueries(arrow, !source.isLive)).map(([name, query]) => [
            `${name} ${index}`,
            query,
          ]),
        ),
      ),
    );
    const queries = source.isLive ? { ...commonQueries, ...containerQueries } : commonQueries;
    const nothing = Promise.resolve([]);
    try {
      const [serverSamples, arrowSamples, alerts] = await Promise.all([
        prometheus.query(combineQueries({ ...queries, ...roleQueries, ...contextQueries })),
        arrowQuery ? prometheus.query(arrowQuery) : nothing,
        prometheus.alerts(),
      ]);
      const metrics = new MetricValues(serverSamples);
      this.snapshot = {
        metrics,
        arrows: arrowMetrics(arrows, new MetricValues(arrowSamples)),
        alerts: firingAlerts(alerts),
      };
      this.snapshotAt = performance.now();
      this.isLogStoreUp = metrics.value("logs") !== 0;
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}
