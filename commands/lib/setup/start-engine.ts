import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine, EngineState } from "../engine/engine.ts";
import { interruption } from "../interrupt.ts";
import { run, tail } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";
import { logFile } from "./files.ts";

const limitMs = 60_000;

/** The package may have started an engine, beside which ours exits: that one may take this long. */
const packageEngineMs = 10_000;

/** Docker's own 31 subnets hold one stage 8, which has 16 networks; these 4096 hold hundreds. */
const addresses = ["--default-address-pool", "base=172.16.0.0/12,size=24"];

/** Starts this machine's engine and waits until it answers. */
export async function startEngine(look: () => Promise<EngineState>): Promise<Engine> {
  if (existsSync("/run/systemd/system")) {
    return await step("starting the Docker engine with systemctl", async () => {
      const started = await run("systemctl", ["start", "docker"], { timeoutMs: limitMs });
      const output = async () =>
        (await run("journalctl", ["-u", "docker", "-n", "15", "--no-pager"])).all;
      if (!started.ok) throw failure(started.stderr, await output(), "journalctl -u docker");
      return await answer(look, () => false, output, "journalctl -u docker");
    });
  }
  const log = logFile("dockerd");
  return await step(`starting the Docker engine (log: ${log})`, async () => {
    const hasEnded = startDetached(log);
    return await answer(look, hasEnded, async () => readFileSync(log, "utf8"), log);
  });
}

/** Starts dockerd as a detached daemon; the returned function reports whether it has exited. */
function startDetached(log: string): () => boolean {
  removeStalePidFile();
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "a");
  const options = existsSync("/etc/docker/daemon.json") ? [] : addresses;
  const daemon = spawn("dockerd", options, { detached: true, stdio: ["ignore", output, output] });
  let ended = false;
  daemon.once("error", () => {
    ended = true;
  });
  daemon.once("exit", () => {
    ended = true;
  });
  daemon.unref();
  return () => ended;
}

/** A killed dockerd leaves its pid file, and does not start if another process has that pid now. */
function removeStalePidFile(file = "/var/run/docker.pid"): void {
  if (!existsSync(file)) return;
  const name = `/proc/${readFileSync(file, "utf8").trim()}/comm`;
  if (!existsSync(name) || readFileSync(name, "utf8").trim() !== "dockerd") rmSync(file);
}

async function answer(
  look: () => Promise<EngineState>,
  hasEnded: () => boolean,
  output: () => Promise<string>,
  log: string,
): Promise<Engine> {
  const started = Date.now();
  while (Date.now() - started < limitMs) {
    const { engine } = await look();
    if (engine) return engine;
    if (hasEnded() && Date.now() - started > packageEngineMs) {
      throw failure("it exited at once", await output(), log);
    }
    await sleep(300, undefined, { signal: interruption.signal });
  }
  throw failure(`no answer in ${limitMs / 1000} s`, await output(), log);
}

function failure(reason: string, output: string, log: string): UserError {
  return new UserError(
    `the Docker engine did not start (${reason.trim()}); the end of ${log}:\n${tail(output)}`,
  );
}
