import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { table } from "../../lib/table.ts";

export interface QueueCount {
  readonly queue: string;
  readonly messages: number;
  readonly consumers: number;
}

/** A message that could not be worked off. */
export interface DeadLetter {
  readonly id: string;
  /** When the worker gave it up, and why; absent where the queue itself did. */
  readonly at?: string;
  readonly reason?: string;
  readonly body: string;
}

/** How many messages wait where, and who works them off. */
export function describeStatus(counts: readonly QueueCount[], environment: Environment): string[] {
  const rows = counts.map(({ queue, messages, consumers }) => [
    queue,
    `${messages}`,
    `${consumers}`,
  ]);
  const isDead = counts.some(({ queue, messages }) => queue.endsWith(".dead") && messages > 0);
  const next = `${variablesOf(environment)}npm run queue -- dead`;
  return [
    ...table([["queue", "waiting", "workers"], ...rows]),
    ...(isDead ? ["", `what could not be worked off: ${next}`] : []),
    "",
    describePage(environment),
  ];
}

/** What could not be worked off, and what to type to try again. */
export function describeDead(letters: readonly DeadLetter[], environment: Environment): string[] {
  if (letters.length === 0) return ["the dead-letter queue is empty"];
  const rows = letters.map(({ id, at, reason, body }) => [
    id,
    at ?? "",
    reason ?? "delivered too often: its workers died of it",
    printable(body),
  ]);
  return [
    ...table([["message", "given up at", "reason", "content"], ...rows]),
    "",
    `to put one back, or all: ${variablesOf(environment)}npm run queue -- retry ID, or all`,
  ];
}

/** Where operators see the queue, and how they log in. */
export function describePage({ name, operatorsPort }: Environment): string {
  return `the queue's page: http://localhost:${operatorsPort} on the engine's machine, user operator, password queue-operator-password in .blueprint/environments/${name}/secrets.json`;
}

/** A message's content may be anything: a terminal must not take it for commands. */
function printable(text: string): string {
  const shown = text.replace(/[^\x20-\x7e]/g, "·");
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
