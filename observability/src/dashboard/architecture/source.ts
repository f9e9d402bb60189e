import type { ObservedArchitecture } from "../../model/architecture.ts";

/** Provides the architecture that the dashboard shows. */
export interface IArchitectureSource {
  /** Whether it is the running architecture, from the collector: then servers are not scraped. */
  readonly isLive: boolean;
  /** Returns the current architecture; throws an error with a message for users. */
  get(): Promise<ObservedArchitecture>;
}

/** The architecture of a deployed stage, which does not change. */
export class StageArchitecture implements IArchitectureSource {
  readonly isLive = false;

  constructor(private readonly architecture: ObservedArchitecture) {}

  async get(): Promise<ObservedArchitecture> {
    return this.architecture;
  }
}
