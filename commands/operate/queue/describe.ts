import { DEAD_LETTER_SUFFIX } from "../../../architecture/dead-letters.ts";
import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { table } from "../../lib/table.ts";
import type { QueueCount } from "./counts.ts";
import type { DeadLetter } from "./dead-letters.ts";

/** Describes how many messages wait in each queue, and how many consumers and nodes it has. */
export function describeStatus(counts: readonly QueueCount[], environment: Environment): string[] {
  const rows = counts.map(({ queue, messages, consumers, members, online }) => [
    queue,
    `${messages}`,
    `${consumers}`,
    `${online} of ${members}`,
  ]);
  const isDead = counts.some(
    ({ queue, messages }) => queue.endsWith(DEAD_LETTER_SUFFIX) && messages > 0,
  );
  const next = `${variablesOf(environment)}npm run queue -- dead`;
  return [
    ...table([["queue", "waiting", "consumers", "nodes"], ...rows]),
    ...(isDead ? ["", `messages that could not be processed: ${next}`] : []),
    "",
    describePage(environment),
  ];
}

/** Lists the dead letters, and the command that retries them. */
export function describeDead(letters: readonly DeadLetter[], environment: Environment): string[] {
  if (letters.length === 0) return ["the dead-letter queue is empty"];
  const rows = letters.map(({ id, at, reason, body }) => [
    id,
    at ?? "",
    reason ?? "delivery limit reached: its workers crashed",
    printable(body),
  ]);
  return [
    ...table([["message", "rejected at", "reason", "content"], ...rows]),
    "",
    `to retry one, or all: ${variablesOf(environment)}npm run queue -- retry ID, or all`,
  ];
}

/** The address and the user of RabbitMQ's management page. */
export function describePage({ name, operatorsPort }: Environment): string {
  return `the queue's management page: http://localhost:${operatorsPort} on the Docker host, user operator, password queue-operator-password in .blueprint/environments/${name}/secrets.json`;
}

/** Replaces control characters, which a terminal could execute, and shortens the text. */
function printable(text: string): string {
  const shown = text.replace(/[^\x20-\x7e]/g, "·");
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
