import type { KnownStage } from "../../../../architecture/known-stage.ts";
import type { LiveArchitecture } from "../../model/architecture.ts";
import type { Engine, ListedContainer } from "../engine/engine.ts";
import { KnownStages } from "./known-stages.ts";
import { liveArchitecture } from "./live-architecture.ts";

/** A viewer of the live page requests the architecture more often than that. */
const VIEWER_TIMEOUT_MS = 15_000;

/** Reports the running architecture. */
export class LiveArchitectureSource {
  private readonly stages: KnownStages;
  private requestedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly engine: Pick<Engine, "containers">,
    private readonly environment: string,
    stages: readonly KnownStage[],
  ) {
    this.stages = new KnownStages(stages);
  }

  /** Returns the current architecture, with a request to the Docker API each time. */
  async get(): Promise<LiveArchitecture> {
    this.requestedAt = performance.now();
    return liveArchitecture(this.environment, await this.engine.containers(), this.stages);
  }

  /** Whether the live page has viewers. */
  get hasViewers(): boolean {
    return performance.now() - this.requestedAt < VIEWER_TIMEOUT_MS;
  }

  /** Returns the CPU limit of a container, in cores; undefined if no stage of the checkout has it. */
  cpuLimitOf(container: ListedContainer): number | undefined {
    return this.stages.find(container)?.cpus;
  }
}
