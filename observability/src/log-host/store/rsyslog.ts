import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MILLISECONDS = 20;
const TRIES = 250;

/** The rsyslog that runs beside. */
export class Rsyslog {
  private isHalted = false;

  constructor(private readonly pidFile: string) {}

  /** Whether it is to take lines: what it acknowledges on a full disk would be lost. */
  takeLines(mayTake: boolean): void {
    if (mayTake !== this.isHalted) return;
    process.kill(this.pid, mayTake ? "SIGCONT" : "SIGSTOP");
    this.isHalted = !mayTake;
  }

  /** Makes it open its file anew; ends when it has let go of the one that has this path now. */
  async letGo(path: string): Promise<void> {
    const { pid } = this;
    process.kill(pid, "SIGHUP");
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (!isHolding(pid, path)) return;
      await sleep(PAUSE_MILLISECONDS);
    }
    throw new Error(
      `rsyslog still writes to ${path} after ${(TRIES * PAUSE_MILLISECONDS) / 1000} s`,
    );
  }

  private get pid(): number {
    return Number(readFileSync(this.pidFile, "utf8"));
  }
}

function isHolding(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((name) => {
    try {
      return readlinkSync(`${folder}/${name}`) === path;
    } catch {
      return false;
    }
  });
}
