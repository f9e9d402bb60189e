import type { ObservedArchitecture } from "../../model/architecture.ts";

/** Where the dashboard has the architecture from. */
export interface IArchitectureSource {
  /** Whether it is what runs at the moment, as the collector alone knows it: no server is scraped. */
  readonly isLive: boolean;
  /** The architecture at the moment; throws an error whose message is a sentence for people. */
  get(): Promise<ObservedArchitecture>;
}

/** The architecture of a stage, which does not change. */
export class StageArchitecture implements IArchitectureSource {
  readonly isLive = false;

  constructor(private readonly architecture: ObservedArchitecture) {}

  async get(): Promise<ObservedArchitecture> {
    return this.architecture;
  }
}
