import { renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../../programs/log.ts";
import type { Database } from "./database.ts";
import { closedName, type LogFile, leftovers, listFiles, OPEN } from "./files.ts";
import type { Rsyslog } from "./rsyslog.ts";
import { copyToParquet } from "./sql.ts";

/** An hour's lines, or fewer: more than that can't be sorted in the memory that DuckDB may use. */
const MOST_OPEN_BYTES = 32 * 1024 * 1024;
/** What must be left on the disk: more than a second's lines and a file's other form. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PAUSE_MILLISECONDS = 1000;

export interface KeeperOptions {
  readonly folder: string;
  readonly mostBytes: number;
  readonly mostDays: number;
  readonly database: Database;
  readonly rsyslog: Pick<Rsyslog, "letGo" | "takeLines">;
  readonly log: Log;
}

/** Closes the open file in time, turns closed ones into Parquet and removes the oldest. */
export class Keeper {
  private obstacle?: string;

  constructor(private readonly options: KeeperOptions) {}

  /** Works each second, for ever. */
  async run(): Promise<never> {
    for (const path of leftovers(this.options.folder)) rmSync(path);
    for (;;) {
      await this.work();
      await sleep(PAUSE_MILLISECONDS);
    }
  }

  /** Does what is due; a fault is told once and tried again. */
  async work(now = Date.now()): Promise<void> {
    try {
      this.removeOldest(now);
      const free = this.free();
      const hasRoom = free >= LEAST_FREE_BYTES;
      // Without room no line is taken: it waits in the engine's files.
      this.options.rsyslog.takeLines(hasRoom);
      if (hasRoom) await this.close(now);
      for (const file of this.files("closed")) await this.compact(file);
      if (!hasRoom) throw new Error(noRoom(free));
      this.obstacle = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.obstacle)
        this.options.log.write({ level: "error", message: `cannot keep lines: ${message}` });
      this.obstacle = message;
    }
  }

  private files(kind: LogFile["kind"]): LogFile[] {
    return listFiles(this.options.folder).filter((file) => file.kind === kind);
  }

  private async close(now: number): Promise<void> {
    const { folder, rsyslog } = this.options;
    const open = join(folder, OPEN);
    const state = statSync(open, { throwIfNoEntry: false });
    if (state === undefined || state.size === 0) return;
    const isOfThisHour = Math.floor(state.birthtimeMs / HOUR) === Math.floor(now / HOUR);
    if (isOfThisHour && state.size < MOST_OPEN_BYTES) return;
    const closed = join(folder, closedName(now));
    renameSync(open, closed);
    await rsyslog.letGo(closed);
  }

  private free(): number {
    const { bavail, bsize } = statfsSync(this.options.folder);
    return bavail * bsize;
  }

  /** While one form takes the place of the other, nobody searches. */
  private compact(file: LogFile): Promise<void> {
    const { database, log } = this.options;
    const target = file.path.replace(/\.jsonl$/, ".parquet");
    const part = `${target}.part`;
    return database.alone(async () => {
      try {
        await database.run(copyToParquet(file, part, true));
      } catch (error) {
        log.write({
          level: "warning",
          message: `lines are kept unsorted: ${(error as Error).message.split("\n", 1)[0]}`,
        });
        await database.run(copyToParquet(file, part, false));
      }
      renameSync(part, target);
      rmSync(file.path);
    });
  }

  private removeOldest(now: number): void {
    const { folder, mostBytes, mostDays } = this.options;
    const files = listFiles(folder);
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files) {
      const isTooOld = file.closedAt < now - mostDays * DAY;
      if (file.kind === "open" || (bytes <= mostBytes && !isTooOld)) continue;
      rmSync(file.path);
      bytes -= file.bytes;
    }
  }
}

function noRoom(bytes: number): string {
  const [free, least] = [bytes, LEAST_FREE_BYTES].map((value) => Math.floor(value / 1024 / 1024));
  return `the disk has only ${free} MiB left: make room, lines are taken from ${least} MiB on`;
}
