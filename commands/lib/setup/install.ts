import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { interruption } from "../interrupt.ts";
import { tail, which } from "../process.ts";
import { step } from "../progress.ts";
import { Interrupted, UserError } from "../user-error.ts";
import { logFile } from "./files.ts";

/** Whether /etc/os-release describes Debian, Ubuntu or a derivative. */
export function isDebianFamily(osRelease: string): boolean {
  const names = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) =>
    (value ?? "").split(" "),
  );
  return names.includes("debian") || names.includes("ubuntu");
}

/** Whether packages may be installed: only as root on Debian or Ubuntu. */
export function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !which("apt-get")) return false;
  try {
    return isDebianFamily(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** Installs the first of the packages that is available. */
export async function aptInstall(...packages: string[]): Promise<void> {
  const log = logFile("apt");
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, "");
  await step(`installing ${packages[0]} with apt-get (log: ${log})`, async (report) => {
    const output = () => readFileSync(log, "utf8");
    const reporting = setInterval(() => report(tail(output(), 1)), 1000);
    try {
      await apt(log, "update");
      for (const name of packages) {
        if (await apt(log, "install", "-y", name)) return;
      }
      throw new UserError(
        `apt-get could not install ${packages.join(" or ")}; the end of ${log}:\n${tail(output())}`,
      );
    } finally {
      clearInterval(reporting);
    }
  });
}

/** Writes directly to the file: a pipe would stay open as long as a service that it starts. */
async function apt(log: string, ...args: string[]): Promise<boolean> {
  const output = openSync(log, "a");
  const child = spawn("apt-get", args, {
    stdio: ["ignore", output, output],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_MODE: "l" },
    signal: interruption.signal,
    timeout: 600_000,
  });
  const [code] = await once(child, "exit").catch((error: Error) => [error.message]);
  closeSync(output);
  if (interruption.signal.aborted) throw new Interrupted();
  return code === 0;
}
