import { expect, test } from "vitest";
import { describeDead, describeStatus } from "../../../../commands/operate/queue/describe.ts";
import { readEnvironment } from "../../../../environment.ts";

const environment = readEnvironment({});

test("the status shows waiting messages, consumers and the management page", () => {
  const counts = [
    { queue: "charges", messages: 12, consumers: 2, members: 3, online: 3 },
    { queue: "charges.dead", messages: 1, consumers: 0, members: 3, online: 2 },
  ];

  expect(describeStatus(counts, environment)).toEqual([
    "queue         waiting  consumers  nodes",
    "charges       12       2          3 of 3",
    "charges.dead  1        0          2 of 3",
    "",
    "messages that could not be processed: npm run queue -- dead",
    "",
    "the queue's management page: http://localhost:8081 on the Docker host, user operator, password queue-operator-password in .blueprint/environments/shop/secrets.json",
  ]);
});

test("dead letters are listed with the reason and the command, without control characters", () => {
  const letters = [
    { id: "0123abcd", at: "2026-01-01T12:00:00.000Z", reason: "not JSON", body: "\x1b[31mred" },
    { id: "4567cdef", body: "x".repeat(100) },
  ];

  expect(describeDead(letters, environment)).toEqual([
    "message   rejected at               reason                                       content",
    "0123abcd  2026-01-01T12:00:00.000Z  not JSON                                     ·[31mred",
    `4567cdef                            delivery limit reached: its workers crashed  ${"x".repeat(60)}…`,
    "",
    "to retry one, or all: npm run queue -- retry ID, or all",
  ]);
});

test("an empty dead-letter queue is reported as empty", () => {
  expect(describeDead([], environment)).toEqual(["the dead-letter queue is empty"]);
});
