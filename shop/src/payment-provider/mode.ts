import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export type Mode = "normal" | "slow" | "dead";

const LATENCY_MS = { normal: [100, 300], slow: [2000, 3000] } as const;

/** The mode in the file; `normal` if the file is missing or has other content. */
export function readMode(path: string): Mode {
  try {
    const mode = readFileSync(path, "utf8").trim();
    return mode === "slow" || mode === "dead" ? mode : "normal";
  } catch {
    return "normal";
  }
}

/** Waits as long as a charge takes in this mode. */
export async function delay(mode: Exclude<Mode, "dead">): Promise<void> {
  const [from, to] = LATENCY_MS[mode];
  await sleep(from + Math.random() * (to - from));
}
