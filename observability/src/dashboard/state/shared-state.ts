import { pictureOf } from "../../../../architecture/picture.ts";
import type { ObservedArchitecture } from "../../model/architecture.ts";
import type { State } from "../../model/state.ts";
import type { IArchitectureSource } from "../architecture/source.ts";
import { type Prometheus, together } from "../prometheus.ts";
import { arrowQueries } from "./arrow-queries.ts";
import { arrowFigures, firingAlerts, serverFigures } from "./assemble.ts";
import { Figures } from "./figures.ts";
import { commonQueries, containerQueries, contextQueries, ownQueries } from "./server-queries.ts";

type Taken = Pick<State, "arrows" | "alerts"> & { readonly figures: Figures };

/** What the state needs of others. */
export interface StateSources {
  readonly architecture: IArchitectureSource;
  readonly prometheus: Pick<Prometheus, "now" | "alerts">;
  /** How long ago the always firing alert arrived; null if it never did. */
  readonly watchdogAgeSeconds: () => number | null;
}

/**
 * The state that all viewers see. It asks Prometheus only when somebody looks, and once in two
 * seconds at the most, however many do. While Prometheus does not answer, the last figures stay.
 */
export class SharedState {
  private architecture?: ObservedArchitecture;
  private taken: Taken = { figures: new Figures([]), arrows: {}, alerts: [] };
  private takenAt?: number;
  private obstacle?: string;
  private logsAnswer = true;
  private round: Promise<void> = Promise.resolve();
  private roundStartedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly sources: StateSources,
    private readonly periodMilliseconds = 2000,
  ) {}

  /** The state, never older than the period unless something is in the way, which it tells. */
  async get(): Promise<State> {
    const unknown = await this.look();
    const now = performance.now();
    if (this.architecture && now - this.roundStartedAt >= this.periodMilliseconds) {
      this.roundStartedAt = now;
      this.round = this.take(this.architecture);
    }
    await this.round;
    const { figures, arrows, alerts } = this.taken;
    return {
      architecture: this.sources.architecture.isLive ? this.architecture : undefined,
      servers: this.architecture ? serverFigures(this.architecture, figures) : {},
      arrows,
      alerts,
      ageSeconds:
        this.takenAt === undefined ? null : Math.round((performance.now() - this.takenAt) / 1000),
      obstacles: [
        ...(unknown ? [unknown] : []),
        ...(this.obstacle ? [this.obstacle] : []),
        ...(this.logsAnswer ? [] : ["logs can't be searched: the log host does not answer"]),
      ],
      watchdogAgeSeconds: this.sources.watchdogAgeSeconds(),
    };
  }

  /** Learns the architecture, or what keeps it away; the last one stays. */
  private async look(): Promise<string | undefined> {
    try {
      this.architecture = await this.sources.architecture.get();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private async take(architecture: ObservedArchitecture): Promise<void> {
    const { prometheus, architecture: source } = this.sources;
    const { arrows } = pictureOf(architecture, architecture.observers);
    const arrowQuery = together(
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
      const [servers, figuresOfArrows, alerts] = await Promise.all([
        prometheus.now(together({ ...queries, ...ownQueries, ...contextQueries })),
        arrowQuery ? prometheus.now(arrowQuery) : nothing,
        prometheus.alerts(),
      ]);
      const figures = new Figures(servers);
      this.taken = {
        figures,
        arrows: arrowFigures(arrows, new Figures(figuresOfArrows)),
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
