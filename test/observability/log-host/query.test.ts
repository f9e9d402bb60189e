import { expect, test } from "vitest";
import { BadQuery, readQuery } from "../../../observability/src/log-host/query.ts";

const read = (text: string) => readQuery(new URLSearchParams(text));

test("finds the newest hundred lines when nothing is asked for, or empty parameters are given", () => {
  expect(read("")).toEqual({ limit: 100 });
  expect(read("server=&text=&from=&severity=")).toEqual({ limit: 100 });
});

test("takes a severity as the least one", () => {
  expect(read("severity=warning").severities).toEqual(["warning", "error"]);
  expect(read("severity=info").severities).toEqual(["info", "warning", "error"]);
});

test.each([
  ["severity=bad", 'severity must be one of info, warning, error, got "bad"'],
  ["from=yesterday", 'from must be a time like 2026-01-31T12:00:00Z, got "yesterday"'],
  ["to=1e99", 'to must be a time like 2026-01-31T12:00:00Z, got "1e99"'],
  ["limit=0", 'limit must be a whole number from 1 to 1000, got "0"'],
  ["limit=1001", 'limit must be a whole number from 1 to 1000, got "1001"'],
  ["sever=app-1", "there is no parameter sever: use requestId,"],
  [`text=${"a".repeat(201)}`, "text has 201 characters: use 200 at most"],
])("fails when it reads %s", (text, message) => {
  expect(() => read(text)).toThrow(BadQuery);
  expect(() => read(text)).toThrow(message);
});
