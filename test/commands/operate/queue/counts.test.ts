import { expect, test } from "vitest";
import { parseCounts } from "../../../../commands/operate/queue/counts.ts";

const printed = `[
{"name":"mails.dead","messages":1,"consumers":0}
,{"name":"other","messages":9,"consumers":1}
,{"name":"mails","messages":12,"consumers":2}
]
`;

test("the counts are those of the application's queues, each followed by its dead letters", () => {
  expect(parseCounts(printed, ["mails"])).toEqual([
    { queue: "mails", messages: 12, consumers: 2 },
    { queue: "mails.dead", messages: 1, consumers: 0 },
  ]);
});

test("a queue that starts has no messages yet", () => {
  const starting = '[{"name":"mails","messages":"","consumers":""}]';

  expect(parseCounts(starting, ["mails"])).toEqual([{ queue: "mails", messages: 0, consumers: 0 }]);
});
