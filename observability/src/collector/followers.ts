import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../logging.ts";
import type { Container, Engine } from "./engine/engine.ts";
import { Follower, type FollowerOptions } from "./follower.ts";

const PAUSE_MILLISECONDS = 2000;

export interface FollowersOptions extends FollowerOptions {
  readonly engine: Pick<Engine, "logs" | "containers">;
  readonly log: Log;
}

/** Follows the lines of all containers that there are. */
export class Followers {
  /** The containers as they were when the engine was asked last. */
  containers: readonly Container[] = [];
  private readonly followers = new Map<string, Follower>();
  private isStopped = false;
  private obstacle?: string;

  constructor(private readonly options: FollowersOptions) {
    options.outbox.on("change", () => {
      for (const follower of this.followers.values()) follower.adapt();
    });
  }

  /** Looks every two seconds which containers there are; ends when it is stopped. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.look();
        this.obstacle = undefined;
      } catch (error) {
        this.tell((error as Error).message);
      }
      await sleep(PAUSE_MILLISECONDS);
    }
  }

  stop(): void {
    this.isStopped = true;
    for (const follower of this.followers.values()) follower.stop();
  }

  private async look(): Promise<void> {
    const { engine, positions } = this.options;
    this.containers = await engine.containers();
    if (this.isStopped) return;
    const names = new Set(this.containers.map(({ name }) => name));
    positions.keep(names);
    positions.save();
    for (const [name, follower] of this.followers) {
      if (!names.has(name) && !follower.isReading) this.followers.delete(name);
    }
    await Promise.all(this.containers.map((container) => this.follow(container)));
  }

  private async follow(container: Container): Promise<void> {
    const { name } = container;
    const follower = this.followers.get(name) ?? new Follower(container, this.options);
    this.followers.set(name, follower);
    await follower.follow(container);
  }

  /** A fault that lasts is told once. */
  private tell(obstacle: string): void {
    if (obstacle === this.obstacle) return;
    this.obstacle = obstacle;
    this.options.log.write("warning", `cannot follow the servers: ${obstacle}`);
  }
}
