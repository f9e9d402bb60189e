import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../programs/log.ts";
import type { Container, Engine, ListedContainer } from "./engine/engine.ts";
import { Follower, type FollowerOptions } from "./follower.ts";

const LOOK_MILLISECONDS = 2000;
/** Lines are read many at a time: to follow each would cost the engine and the collector ten times as much. */
const READ_MILLISECONDS = 500;

export interface FollowersOptions extends FollowerOptions {
  readonly engine: Pick<Engine, "containers">;
  readonly log: Log;
}

/** Follows the lines of all containers that there are. */
export class Followers {
  /** The containers as they were when the engine was asked last. */
  containers: readonly ListedContainer[] = [];
  /** By the container's id. */
  private readonly followers = new Map<string, Follower>();
  private isStopped = false;
  private readonly obstacles = new Map<string, string>();

  constructor(private readonly options: FollowersOptions) {}

  /** Looks every two seconds which containers there are, and reads twice a second; ends when it is stopped. */
  async run(): Promise<void> {
    await Promise.all([this.keepLooking(), this.keepReading()]);
  }

  /** Reads no more. */
  stop(): void {
    this.isStopped = true;
    for (const follower of this.followers.values()) follower.close();
    this.followers.clear();
  }

  private async keepLooking(): Promise<void> {
    while (!this.isStopped) {
      await this.attempt("cannot follow the servers", () => this.look());
      await sleep(LOOK_MILLISECONDS);
    }
  }

  private async keepReading(): Promise<void> {
    while (!this.isStopped) {
      let isMore = false;
      for (const container of this.containers) {
        const follower = this.followers.get(container.id);
        if (follower && (await this.read(container, follower))) isMore = true;
      }
      await (isMore ? setImmediate() : sleep(READ_MILLISECONDS));
    }
  }

  private async look(): Promise<void> {
    const { engine, positions } = this.options;
    const containers = await engine.containers();
    if (this.isStopped) return;
    for (const gone of this.containers) {
      if (!containers.some(({ id }) => id === gone.id)) await this.leave(gone);
    }
    this.containers = containers;
    positions.keep(new Set(containers.map(({ name }) => name)));
    positions.save();
    for (const container of containers) {
      if (this.followers.has(container.id)) continue;
      this.followers.set(container.id, new Follower(container, this.options));
    }
  }

  /** Reads a removed container's lines to the end: its files are gone when they are closed. */
  private async leave(container: Container): Promise<void> {
    const follower = this.followers.get(container.id);
    if (follower === undefined) return;
    while ((await this.read(container, follower)) && !follower.isBehind) await setImmediate();
    follower.close();
    this.followers.delete(container.id);
  }

  private async read({ name, state }: Container, follower: Follower): Promise<boolean> {
    let isMore = false;
    await this.attempt(`cannot read the lines of ${name}`, async () => {
      try {
        isMore = !this.isStopped && (await follower.read());
      } catch (error) {
        // Before it was started for the first time a container has no file.
        if (state === "running") throw error;
      }
    });
    return isMore;
  }

  /** A fault that lasts is told once. */
  private async attempt(what: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
      this.obstacles.delete(what);
    } catch (error) {
      const { message } = error as Error;
      if (this.obstacles.get(what) === message) return;
      this.obstacles.set(what, message);
      this.options.log.write({ level: "warning", message: `${what}: ${message}` });
    }
  }
}
