import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../user-error.ts";

interface LockInfo {
  readonly Operation: string;
  readonly Who: string;
  readonly Created: string;
}

/** Whether a process holds a POSIX lock on the file with this inode, according to /proc/locks. */
export function isLocked(locks: string, inode: number): boolean {
  return locks
    .split("\n")
    .some((line) => line.includes(" POSIX ") && line.split(/\s+/)[5]?.endsWith(`:${inode}`));
}

/** Describes who holds the state lock; undefined if nobody does. */
export function holderOf(stateFile: string): string | undefined {
  const info = readLockInfo(stateFile);
  if (existsSync("/proc/locks") && existsSync(stateFile)) {
    // A killed run leaves its lock info behind, but never its lock.
    const { ino } = statSync(stateFile);
    if (!isLocked(readFileSync("/proc/locks", "utf8"), ino)) return undefined;
    return info ? describe(info) : "a process";
  }
  return info && describe(info);
}

export function checkLock(environment: string, stateFile: string): void {
  const holder = holderOf(stateFile);
  if (!holder) return;
  throw new UserError(
    `another run of Terraform is changing the environment ${environment} (${holder}): wait until it has ended, then run the same command again`,
  );
}

/**
 * Returns when a run that changed the environment began, if it was killed: in milliseconds since
 * 1970. A run that ends removes its lock's information.
 */
export function interruptedSince(stateFile: string): number | undefined {
  const info = readLockInfo(stateFile);
  if (!info || !/apply|destroy/i.test(info.Operation) || holderOf(stateFile)) return undefined;
  const since = Date.parse(info.Created);
  return Number.isNaN(since) ? undefined : since;
}

function readLockInfo(stateFile: string): LockInfo | undefined {
  try {
    const file = join(dirname(stateFile), `.${basename(stateFile)}.lock.info`);
    return JSON.parse(readFileSync(file, "utf8")) as LockInfo;
  } catch {
    return undefined;
  }
}

function describe({ Operation, Who, Created }: LockInfo): string {
  const since = Created.replace(/^(\S+)T(\d\d:\d\d:\d\d).*$/, "$1 $2 UTC");
  return `${Operation.replace("OperationType", "").toLowerCase()} by ${Who} since ${since}`;
}
