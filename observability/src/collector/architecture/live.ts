import type { KnownStage } from "../../../../architecture/known-stage.ts";
import type { LiveArchitecture } from "../../model/architecture.ts";
import type { Engine, ListedContainer } from "../engine/engine.ts";
import { KnownStages } from "./known-stages.ts";
import { liveArchitecture } from "./live-architecture.ts";

/** Who asked within that time is still looking. */
const LOOKING_MILLISECONDS = 15_000;

/** Tells the architecture that runs, whenever it is asked. */
export class Live {
  private readonly stages: KnownStages;
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly engine: Pick<Engine, "containers">,
    private readonly environment: string,
    stages: readonly KnownStage[],
  ) {
    this.stages = new KnownStages(stages);
  }

  /** Asks the engine each time. */
  async architecture(): Promise<LiveArchitecture> {
    this.askedAt = performance.now();
    return liveArchitecture(this.environment, await this.engine.containers(), this.stages);
  }

  /** Whether somebody looks at the page. */
  get isLookedAt(): boolean {
    return performance.now() - this.askedAt < LOOKING_MILLISECONDS;
  }

  /** Cores that a container may use; undefined for one that is in no stage of the checkout. */
  cpuLimitOf(container: ListedContainer): number | undefined {
    return this.stages.find(container)?.cpus;
  }
}
