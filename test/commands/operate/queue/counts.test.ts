import { expect, test } from "vitest";
import { parseCounts } from "../../../../commands/operate/queue/counts.ts";

const printed = `[
{"name":"mails.dead","messages":1,"consumers":0,"members":["rabbit@a"],"online":["rabbit@a"]}
,{"name":"other","messages":9,"consumers":1,"members":["rabbit@a"],"online":[]}
,{"name":"mails","messages":12,"consumers":2,"members":["rabbit@a","rabbit@b"],"online":["rabbit@a"]}
]
`;

test("the counts are those of the application's queues, each followed by its dead letters", () => {
  expect(parseCounts(printed, ["mails"])).toEqual([
    { queue: "mails", messages: 12, consumers: 2, members: 2, online: 1 },
    { queue: "mails.dead", messages: 1, consumers: 0, members: 1, online: 1 },
  ]);
});

test("a queue that starts has no messages yet", () => {
  const starting = '[{"name":"mails","messages":"","consumers":"","members":"","online":""}]';

  expect(parseCounts(starting, ["mails"])).toEqual([
    { queue: "mails", messages: 0, consumers: 0, members: 0, online: 0 },
  ]);
});
