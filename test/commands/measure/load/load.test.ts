import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { startLoad } from "../../../../commands/measure/load/load.ts";
import { loadOf } from "../../../../commands/measure/load/load-of.ts";
import { describeGenerator } from "../../../../commands/measure/load/report.ts";
import { countFailures } from "../../../../commands/measure/load/summary.ts";
import { Gate, notesLoad, openNotes } from "./notes.ts";

// Real time passes here, and other tests run beside.
vi.setConfig({ testTimeout: 20_000 });

const options = { rate: 100, seed: 1 };

test("visitors read and write with their cookies, and each write is sent once and entered", async () => {
  const { url, notes, requests } = await openNotes(onTestFinished);

  const load = startLoad({ load: notesLoad(), url }, options);
  await expect.poll(() => notes.length, { timeout: 10_000 }).toBeGreaterThan(10);
  const { samples, ledger } = await load.stop();

  expect(countFailures(samples)).toEqual({});
  expect(samples).toHaveLength(requests());
  expect(ledger.acknowledged.map(({ key }) => key).sort()).toEqual(
    notes.map(({ text }) => text).sort(),
  );
  expect(notes.every(({ cookie }) => cookie === "visitor=1")).toBe(true);
  expect(load.progress()).toMatchObject({ failed: 0, inFlight: 0, sent: samples.length });
});

test("a write that is sent again is the same request, whatever the first answer was", async () => {
  const { url, notes } = await openNotes(onTestFinished);

  const load = startLoad({ load: notesLoad({ againAfterMs: 50 }), url }, options);
  await expect.poll(() => notes.length, { timeout: 10_000 }).toBeGreaterThan(10);
  const { ledger } = await load.stop();

  const texts = new Set(notes.map(({ text }) => text));
  expect(ledger.acknowledged).toHaveLength(texts.size);
  expect(notes.length).toBeGreaterThan(texts.size);
  expect(notes.every(({ cookie }) => cookie === "visitor=1")).toBe(true);
});

test.each([
  ["refuses a write", 409, {}, "answered 409"],
  ["refuses what has to be refused", 422, { mustBeRefused: true }, undefined],
  ["answers neither", 503, { mustBeRefused: true }, "answered 503"],
  ["accepts what has to be refused", 0, { mustBeRefused: true }, "accepted, and must be refused"],
])("an application that %s is recorded as such", async (_, status, change, failure) => {
  const { url } = await openNotes(onTestFinished, async (path) =>
    path === "/notes" ? status : undefined,
  );

  const load = startLoad({ load: notesLoad(change), url }, options);
  const written = () => load.samples.filter(({ kind }) => kind === "note");
  await expect.poll(() => written().length, { timeout: 10_000 }).toBeGreaterThan(3);
  const { ledger } = await load.stop();

  const failures = written().map((sample) => sample.failure);
  expect(failures).toEqual(failures.map(() => failure && expect.stringContaining(failure)));
  expect(ledger.refused.length).toBeGreaterThan(3);
  expect(ledger.acknowledged).toEqual([]);
});

test("an application without a load has its probe requested", async () => {
  const paths = new Set<string>();
  const { url } = await openNotes(onTestFinished, async (path) => {
    paths.add(path);
    return undefined;
  });

  const load = startLoad({ load: await loadOf({ probe: "/hello" }), url }, options);
  await sleep(300);
  const { kinds, ledger } = await load.stop();

  expect(kinds.map(({ kind, failures }) => [kind, failures])).toEqual([["page", {}]]);
  expect([...paths]).toEqual(["/hello"]);
  expect(ledger.count).toBe(0);
});

test("fails when a request is of a kind that the load does not name", async () => {
  const { url } = await openNotes(onTestFinished);

  const load = startLoad({ load: { ...notesLoad(), kinds: { page: "pages" } }, url }, options);
  await sleep(500);

  await expect(load.stop()).rejects.toThrow('requests of the kind "note": name it in its `kinds`');
});

test("a load generator that is held up says so", async () => {
  const { url } = await openNotes(onTestFinished);

  const load = startLoad({ load: notesLoad(), url }, options);
  await sleep(300);
  // stops this thread, with the load generator in it
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await sleep(300);
  const { generator } = await load.stop();

  expect(generator.keptUp).toBe(false);
  expect(generator.lateness.max).toBeGreaterThan(300);
  expect(describeGenerator(generator).join("\n")).toContain("it did not keep up");
});

test.concurrent("an application that is frozen delays all who come meanwhile, not only those who had sent a request", async ({
  onTestFinished,
}) => {
  const gate = new Gate();
  const { url } = await openNotes(onTestFinished, async () => {
    await gate.pass();
    return undefined;
  });

  const load = startLoad({ load: notesLoad(), url }, options);
  await sleep(500);
  gate.shut(600);
  const begin = performance.timeOrigin + performance.now();
  await sleep(1000);
  const { samples, ledger } = await load.stop();

  const meanwhile = samples.filter(
    ({ plannedAt }) => plannedAt >= begin && plannedAt < begin + 550,
  );
  expect(countFailures(samples)).toEqual({});
  expect(meanwhile.length).toBeGreaterThan(20);
  for (const { plannedAt, milliseconds } of meanwhile) {
    expect(plannedAt + milliseconds).toBeGreaterThan(begin + 590);
  }
  expect(ledger.unanswered).toEqual([]);
});

test.concurrent("failures are counted by kind and reason, and writes without an answer are unknown", async ({
  expect,
  onTestFinished,
}) => {
  const { url } = await openNotes(onTestFinished, async (path) =>
    path === "/notes" ? 503 : undefined,
  );

  const load = startLoad({ load: notesLoad(), url }, options);
  await expect.poll(() => load.progress().failed, { timeout: 10_000 }).toBeGreaterThan(3);
  const { kinds, ledger } = await load.stop();

  const failures = Object.fromEntries(kinds.map(({ kind, failures }) => [kind, failures]));
  expect(failures).toEqual({ page: {}, note: { "answered 503": expect.any(Number) } });
  expect(ledger.unanswered.length).toBeGreaterThan(0);
  expect(ledger.acknowledged).toEqual([]);
});

test.concurrent("an application that is unavailable is reported as such, and the load goes on", async ({
  onTestFinished,
}) => {
  const { url, close } = await openNotes(onTestFinished);
  await close();

  const load = startLoad({ load: notesLoad(), url }, options);
  await sleep(500);
  const { samples } = await load.stop();

  expect(Object.keys(countFailures(samples))).toEqual(["connection refused"]);
  expect(samples.length).toBeGreaterThan(5);
});
