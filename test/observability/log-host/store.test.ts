import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Query, readQuery } from "../../../observability/src/log-host/query.ts";
import { Database } from "../../../observability/src/log-host/store/database.ts";
import { closedName, listFiles } from "../../../observability/src/log-host/store/files.ts";
import { Keeper } from "../../../observability/src/log-host/store/keeper.ts";
import { search } from "../../../observability/src/log-host/store/search.ts";

const uuid = "0b81f0a6-6d3c-4bd5-9f1e-1c2a3b4d5e6f";
const trace = uuid.replaceAll("-", "");
const now = Date.now();
const DAY = 86_400_000;

let database: Database;
let temporary: string;
let folder: string;
beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), "duckdb-"));
  database = await Database.open(temporary);
});
afterAll(() => rmSync(temporary, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = { write: vi.fn() };
const rsyslog = { letGo: vi.fn(async () => {}), takeLines: vi.fn() };
const keeper = (mostBytes = 1e9) =>
  new Keeper({ folder, mostBytes, mostDays: 14, database, rsyslog, log: log as never });

function line(second: number, more: object = {}): string {
  const time = `2026-01-31T12:00:0${second}.500Z`;
  const event = { time, server: "app-1", role: "app", severity: "info", text: `line ${second}` };
  return `${JSON.stringify({ ...event, ...more })}\n`;
}

function write(name: string, ...lines: string[]): string {
  writeFileSync(join(folder, name), lines.join(""));
  return name;
}

const find = (query: Partial<Query> = {}) => search(database, folder, { limit: 100, ...query });
const texts = async (query: Partial<Query> = {}) =>
  (await find(query)).lines.map(({ text }) => text);

test("finds the newest lines first, in the form in which they came", async () => {
  write("open.jsonl", line(1), line(3, { requestId: uuid, traceId: trace }), line(2));

  expect((await find({ limit: 2 })).lines).toEqual([
    JSON.parse(line(3, { requestId: uuid, traceId: trace })),
    JSON.parse(line(2)),
  ]);
});

test("finds nothing where nothing is, or where all is empty", async () => {
  expect(await find()).toMatchObject({ lines: [], files: 0 });
  write("open.jsonl", "");
  expect(await find()).toMatchObject({ lines: [], files: 0 });
});

test("finds a request by its id also where only its trace is known", async () => {
  write("open.jsonl", line(1, { requestId: uuid }), line(2, { traceId: trace }), line(3));

  expect(await texts({ requestId: uuid })).toEqual(["line 2", "line 1"]);
  expect(await texts({ traceId: trace })).toEqual(["line 2"]);
});

test("finds by server, least severity, text in any case, and time", async () => {
  write(
    "open.jsonl",
    line(1, { server: "web-1", severity: "warning", text: "It's 100% GONE" }),
    line(2, { severity: "error" }),
    line(3),
  );

  expect(await texts({ server: "web-1" })).toEqual(["It's 100% GONE"]);
  expect(await texts({ severities: ["warning", "error"] })).toEqual(["line 2", "It's 100% GONE"]);
  expect(await texts({ text: "it's 100% g" })).toEqual(["It's 100% GONE"]);
  const [from, to] = ["2026-01-31T12:00:02Z", "2026-01-31T12:00:03Z"];
  expect(await texts(readQuery(new URLSearchParams({ from, to })))).toEqual(["line 2"]);
});

test("leaves out what is no line, and half of one at the end", async () => {
  write("open.jsonl", line(1), "no JSON\n", "[1]\n", "{}\n", "\u0000\n", line(2), '{"time":"2026');

  expect(await texts()).toEqual(["line 2", "line 1"]);
});

test("finds the same in a closed file, in Parquet, and in both together", async () => {
  write(closedName(now - DAY), line(1), "half a line\n", line(2, { requestId: uuid }));
  write("open.jsonl", line(3));
  const before = await find();

  await keeper().work();

  expect(readdirSync(folder).sort()).toEqual([
    closedName(now - DAY).replace("jsonl", "parquet"),
    "open.jsonl",
  ]);
  expect((await find()).lines).toEqual(before.lines);
  expect(await texts()).toEqual(["line 3", "line 2", "line 1"]);
});

test("counts lines once when a crash left them in both forms, and tidies up", async () => {
  const closed = write(closedName(now - DAY), line(1));
  await keeper().work();
  write(closed, line(1));
  write(closed.replace("jsonl", "parquet.part"), "half");
  expect(await texts()).toEqual(["line 1"]);

  void keeper().run();

  await expect.poll(() => readdirSync(folder)).toEqual([closed.replace("jsonl", "parquet")]);
});

test("closes the open file when its hour is over, after rsyslog has let go of it", async () => {
  write("open.jsonl", line(1));
  await keeper().work(now);
  expect(readdirSync(folder)).toEqual(["open.jsonl"]);

  await keeper().work(now + 3_600_000);

  const closed = join(folder, closedName(now + 3_600_000));
  expect(rsyslog.letGo).toHaveBeenCalledExactlyOnceWith(closed);
  expect(listFiles(folder)).toMatchObject([{ path: closed.replace("jsonl", "parquet") }]);
});

test("removes the oldest files when all are too large, or when they are too old", async () => {
  write(closedName(now - 15 * DAY), line(1));
  const names = [3, 2, 1].map((days) => write(closedName(now - days * DAY), line(days)));
  await keeper().work(now);
  expect(await texts()).toEqual(["line 3", "line 2", "line 1"].sort().reverse());
  const [first] = listFiles(folder);

  await keeper((first?.bytes ?? 0) * 2).work(now);

  expect(readdirSync(folder).sort()).toEqual(
    names.slice(1).map((name) => name.replace("jsonl", "parquet")),
  );
});

test("finds each line once while files become Parquet", async () => {
  for (let minute = 0; minute < 20; minute++) {
    write(closedName(now - minute * 60_000), line(minute % 10));
  }

  const [counts] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, async () => (await find()).lines.length)),
    keeper().work(),
  ]);

  expect(new Set(counts)).toEqual(new Set([20]));
});

test("skips files that end before the time that is asked for", async () => {
  write(closedName(Date.parse("2026-01-31T11:00:00Z")), line(1));
  write(closedName(Date.parse("2026-01-31T13:00:00Z")), line(2));

  expect(await find({ from: Date.parse("2026-01-31T12:00:00Z") })).toMatchObject({ files: 1 });
});
