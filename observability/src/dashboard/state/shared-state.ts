import { pictureOf } from "../../../../architecture/picture.ts";
import type { ObservedArchitecture } from "../../model/architecture.ts";
import type { State } from "../../model/state.ts";
import { type Prometheus, together } from "../prometheus.ts";
import { arrowQueries } from "./arrow-queries.ts";
import { arrowFigures, firingAlerts, serverFigures } from "./assemble.ts";
import { Figures } from "./figures.ts";
import { commonQueries, contextQueries, ownQueries } from "./server-queries.ts";

type Taken = Pick<State, "servers" | "arrows" | "alerts">;

/** What the state needs of others. */
export interface StateSources {
  readonly architecture: ObservedArchitecture;
  readonly prometheus: Pick<Prometheus, "now" | "alerts">;
  /** How long ago the always firing alert arrived; null if it never did. */
  readonly watchdogAgeSeconds: () => number | null;
}

/**
 * The state that all viewers see. It asks Prometheus only when somebody looks, and once in two
 * seconds at the most, however many do. While Prometheus does not answer, the last figures stay.
 */
export class SharedState {
  private readonly arrows;
  private readonly arrowQuery: string;
  private taken: Taken = { servers: {}, arrows: {}, alerts: [] };
  private takenAt?: number;
  private obstacle?: string;
  private logsAnswer = true;
  private round: Promise<void> = Promise.resolve();
  private roundStartedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly sources: StateSources,
    private readonly periodMilliseconds = 2000,
  ) {
    this.arrows = pictureOf(sources.architecture, sources.architecture.observers).arrows;
    this.arrowQuery = together(
      Object.fromEntries(
        this.arrows.flatMap((arrow, index) =>
          Object.entries(arrowQueries(arrow)).map(([name, query]) => [`${name} ${index}`, query]),
        ),
      ),
    );
  }

  /** The state, never older than the period unless something is in the way, which it tells. */
  async get(): Promise<State> {
    const now = performance.now();
    if (now - this.roundStartedAt >= this.periodMilliseconds) {
      this.roundStartedAt = now;
      this.round = this.take();
    }
    await this.round;
    return {
      ...this.taken,
      ageSeconds:
        this.takenAt === undefined ? null : Math.round((performance.now() - this.takenAt) / 1000),
      obstacles: [
        ...(this.obstacle ? [this.obstacle] : []),
        ...(this.logsAnswer ? [] : ["logs can't be searched: the log host does not answer"]),
      ],
      watchdogAgeSeconds: this.sources.watchdogAgeSeconds(),
    };
  }

  private async take(): Promise<void> {
    const { architecture, prometheus } = this.sources;
    const nothing = Promise.resolve([]);
    try {
      const [servers, arrows, alerts] = await Promise.all([
        prometheus.now(together({ ...commonQueries, ...ownQueries, ...contextQueries })),
        this.arrowQuery ? prometheus.now(this.arrowQuery) : nothing,
        prometheus.alerts(),
      ]);
      const figures = new Figures(servers);
      this.taken = {
        servers: serverFigures(architecture, figures),
        arrows: arrowFigures(this.arrows, new Figures(arrows)),
        alerts: firingAlerts(alerts),
      };
      this.takenAt = performance.now();
      this.logsAnswer = figures.value("logs") !== 0;
      this.obstacle = undefined;
    } catch (error) {
      this.obstacle = (error as Error).message;
    }
  }
}
