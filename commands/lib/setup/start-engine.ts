import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../interrupt.ts";
import { run, tail } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";
import type { Engine, EngineState } from "./engine.ts";
import { logFile } from "./files.ts";

const limitMs = 60_000;

/** The package may have started an engine itself, beside which ours ends: that one gets this long. */
const othersMs = 10_000;

/** Starts the engine of this machine and waits until it answers. */
export async function startEngine(look: () => Promise<EngineState>): Promise<Engine> {
  if (existsSync("/run/systemd/system")) {
    return await step("starting the Docker engine with systemctl", async () => {
      const started = await run("systemctl", ["start", "docker"], { timeoutMs: limitMs });
      const words = async () =>
        (await run("journalctl", ["-u", "docker", "-n", "15", "--no-pager"])).all;
      if (!started.ok) throw failure(started.stderr, await words(), "journalctl -u docker");
      return await answer(look, () => false, words, "journalctl -u docker");
    });
  }
  const log = logFile("dockerd");
  return await step(`starting the Docker engine (its log is ${log})`, async () => {
    const hasEnded = startDetached(log);
    return await answer(look, hasEnded, async () => readFileSync(log, "utf8"), log);
  });
}

/** Starts dockerd so that nobody who called us waits for it or ends it; tells whether it ended. */
function startDetached(log: string): () => boolean {
  removeStalePidFile();
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "a");
  const daemon = spawn("dockerd", [], { detached: true, stdio: ["ignore", output, output] });
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

/** A daemon that was killed leaves its pid file, and dockerd refuses to start if another process has the number. */
function removeStalePidFile(file = "/var/run/docker.pid"): void {
  if (!existsSync(file)) return;
  const name = `/proc/${readFileSync(file, "utf8").trim()}/comm`;
  if (!existsSync(name) || readFileSync(name, "utf8").trim() !== "dockerd") rmSync(file);
}

async function answer(
  look: () => Promise<EngineState>,
  hasEnded: () => boolean,
  words: () => Promise<string>,
  log: string,
): Promise<Engine> {
  const started = Date.now();
  while (Date.now() - started < limitMs) {
    const { engine } = await look();
    if (engine) return engine;
    if (hasEnded() && Date.now() - started > othersMs) {
      throw failure("it ended at once", await words(), log);
    }
    await sleep(300, undefined, { signal: interruption.signal });
  }
  throw failure(`no answer in ${limitMs / 1000} s`, await words(), log);
}

function failure(what: string, words: string, log: string): UserError {
  return new UserError(
    `the Docker engine did not start (${what.trim()}); the end of ${log}:\n${tail(words)}`,
  );
}
