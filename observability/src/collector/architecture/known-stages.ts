import type { KnownServer, KnownStage } from "../../../../architecture/known-stage.ts";
import type { ListedContainer } from "../engine/engine.ts";

/** The stages of the checkout, by which containers are recognized: each has its server's hash as a label. */
export class KnownStages {
  private readonly servers = new Map<string, KnownServer>();

  constructor(private readonly stages: readonly KnownStage[]) {
    for (const server of stages.flatMap((stage) => stage.servers)) {
      this.servers.set(`${server.name} ${server.hash}`, server);
    }
  }

  /** The server that a container is; undefined if no stage has it. */
  find({ labels: { server, hash } }: ListedContainer): KnownServer | undefined {
    return this.servers.get(`${server} ${hash}`);
  }

  /**
   * The name of the stage that runs, or what else is to be said of it.
   * @param containers of which each server has one
   */
  nameOf(environment: string, containers: readonly ListedContainer[]): string {
    if (containers.length === 0) return "nothing runs";
    const hashes = new Map(containers.map(({ labels }) => [labels.server, labels.hash]));
    const found = this.stages.find(
      ({ servers }) =>
        servers.length === hashes.size &&
        servers.every(({ name, hash }) => hashes.get(name) === hash),
    );
    if (found) return found.stage;
    return containers.every((each) => this.find(each)) ? "changing" : `environment ${environment}`;
  }
}
