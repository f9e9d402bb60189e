import type { KnownServer, KnownStage } from "../../../../architecture/known-stage.ts";
import type { ListedContainer } from "../engine/engine.ts";

/** The stages of the checkout. A container has its server's name and hash as labels, which identify the stage. */
export class KnownStages {
  private readonly servers = new Map<string, KnownServer>();

  constructor(private readonly stages: readonly KnownStage[]) {
    for (const server of stages.flatMap((stage) => stage.servers)) {
      this.servers.set(`${server.name} ${server.hash}`, server);
    }
  }

  /** Returns the server that a container runs; undefined if no stage has it. */
  find({ labels: { server, hash } }: ListedContainer): KnownServer | undefined {
    return this.servers.get(`${server} ${hash}`);
  }

  /**
   * Returns the name of the running stage, or a description if it is none.
   * @param containers one for each server
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
