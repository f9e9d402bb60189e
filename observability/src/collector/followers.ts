import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../programs/log.ts";
import type { Container, Engine, ListedContainer } from "./engine/engine.ts";
import { Follower, type FollowerOptions } from "./follower.ts";

const LIST_INTERVAL_MS = 2000;
/** Lines are read in batches: to follow each line would take ten times as much CPU. */
const READ_INTERVAL_MS = 500;

export interface FollowersOptions extends FollowerOptions {
  readonly engine: Pick<Engine, "containers">;
  readonly log: Log;
}

/** Follows the logs of all containers. */
export class Followers {
  /** The containers of the latest list. */
  containers: readonly ListedContainer[] = [];
  /** By the container's id. */
  private readonly followers = new Map<string, Follower>();
  private isStopped = false;
  /** The last error of each task. */
  private readonly errors = new Map<string, string>();

  constructor(private readonly options: FollowersOptions) {}

  /** Lists the containers every two seconds and reads their logs twice a second, until `stop`. */
  async run(): Promise<void> {
    await Promise.all([this.keepListing(), this.keepReading()]);
  }

  /** Stops reading. */
  stop(): void {
    this.isStopped = true;
    for (const follower of this.followers.values()) follower.close();
    this.followers.clear();
  }

  private async keepListing(): Promise<void> {
    while (!this.isStopped) {
      await this.attempt("cannot list the containers", () => this.list());
      await sleep(LIST_INTERVAL_MS);
    }
  }

  private async keepReading(): Promise<void> {
    while (!this.isStopped) {
      let isMore = false;
      for (const container of this.containers) {
        const follower = this.followers.get(container.id);
        if (follower && (await this.read(container, follower))) isMore = true;
      }
      await (isMore ? setImmediate() : sleep(READ_INTERVAL_MS));
    }
  }

  private async list(): Promise<void> {
    const { engine, positions } = this.options;
    const containers = await engine.containers();
    if (this.isStopped) return;
    for (const removed of this.containers) {
      if (!containers.some(({ id }) => id === removed.id)) await this.finish(removed);
    }
    this.containers = containers;
    positions.retain(new Set(containers.map(({ name }) => name)));
    positions.save();
    for (const container of containers) {
      if (this.followers.has(container.id)) continue;
      this.followers.set(container.id, new Follower(container, this.options));
    }
  }

  /** Reads a removed container's log to its end: the files exist only while they are open. */
  private async finish(container: Container): Promise<void> {
    const follower = this.followers.get(container.id);
    if (follower === undefined) return;
    while ((await this.read(container, follower)) && !follower.isBehind) await setImmediate();
    follower.close();
    this.followers.delete(container.id);
  }

  private async read({ name, state }: Container, follower: Follower): Promise<boolean> {
    let isMore = false;
    await this.attempt(`cannot read the log of ${name}`, async () => {
      try {
        isMore = !this.isStopped && (await follower.read());
      } catch (error) {
        // A container has no log file before its first start.
        if (state === "running") throw error;
      }
    });
    return isMore;
  }

  /** Runs a task, and logs its error once, not at each attempt. */
  private async attempt(task: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
      this.errors.delete(task);
    } catch (error) {
      const { message } = error as Error;
      if (this.errors.get(task) === message) return;
      this.errors.set(task, message);
      this.options.log.write({ level: "warning", message: `${task}: ${message}` });
    }
  }
}
