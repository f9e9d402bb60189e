import { expect, test } from "vitest";
import { describeDead, describeStatus } from "../../../../commands/operate/queue/describe.ts";
import { readEnvironment } from "../../../../environment.ts";

const environment = readEnvironment({});

test("the status tells what waits where, who works, and where to look", () => {
  const counts = [
    { queue: "charges", messages: 12, consumers: 2 },
    { queue: "charges.dead", messages: 1, consumers: 0 },
  ];

  expect(describeStatus(counts, environment)).toEqual([
    "queue         waiting  workers",
    "charges       12       2",
    "charges.dead  1        0",
    "",
    "what could not be worked off: npm run queue -- dead",
    "",
    "the queue's page: http://localhost:8081 on the engine's machine, user operator, password queue-operator-password in .blueprint/environments/shop/secrets.json",
  ]);
});

test("dead letters are listed with the reason and what to type, and can't command the terminal", () => {
  const letters = [
    { id: "0123abcd", at: "2026-01-01T12:00:00.000Z", reason: "not JSON", body: "\x1b[31mred" },
    { id: "4567cdef", body: "x".repeat(100) },
  ];

  expect(describeDead(letters, environment)).toEqual([
    "message   given up at               reason                                       content",
    "0123abcd  2026-01-01T12:00:00.000Z  not JSON                                     ·[31mred",
    `4567cdef                            delivered too often: its workers died of it  ${"x".repeat(60)}…`,
    "",
    "to put one back, or all: npm run queue -- retry ID, or all",
  ]);
});

test("an empty dead-letter queue is told as such", () => {
  expect(describeDead([], environment)).toEqual(["the dead-letter queue is empty"]);
});
