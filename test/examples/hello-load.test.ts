import { expect, test } from "vitest";
import { seededRandom } from "../../commands/measure/load/random.ts";
import type { PlannedRequest, Visitor, Write } from "../../constructs/app/load.ts";
import load from "../../examples/hello/load.ts";

/** Acknowledges every other note. */
class FakeVisitor implements Visitor {
  readonly shared = new Map<string, string>();
  readonly writes: Write[] = [];
  readonly paths: string[] = [];
  skipped = 0;

  newKey(): string {
    return `key-${this.writes.length}`;
  }

  async request(kind: string, { path }: PlannedRequest): Promise<undefined> {
    expect(load.kinds).toHaveProperty(kind);
    this.paths.push(path);
  }

  async write(kind: string, write: Write): Promise<string | undefined> {
    expect(load.kinds).toHaveProperty(kind);
    this.writes.push(write);
    const id = this.writes.length;
    const status = id % 2 === 0 ? 201 : 503;
    return write.idIn?.({ status, headers: { location: `/notes/${id}` }, text: "" });
  }

  skip(): void {
    this.skipped += 1;
  }
}

const sessions = (onlyReads: boolean) =>
  Array.from({ length: 500 }, (_, seed) => load.plan(seededRandom(seed), onlyReads));

test("has sessions that are no longer than it says", () => {
  for (const steps of sessions(false)) {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBeLessThanOrEqual(load.longestSessionMs);
  }
});

test("sends each note once, with a text of its own", async () => {
  const visitor = new FakeVisitor();

  for (const step of sessions(false).flat()) await step.run(visitor);

  expect(visitor.writes.length).toBeGreaterThan(100);
  for (const { key, body, againAfterMs } of visitor.writes) {
    expect(body).toBe(`text=${key}`);
    expect(againAfterMs).toBeUndefined();
  }
});

test("writes nothing where it is to read only", async () => {
  const visitor = new FakeVisitor();

  for (const step of sessions(true).flat()) await step.run(visitor);

  expect(visitor.writes).toEqual([]);
});

test("looks at the note that was acknowledged, and skips one that was not", async () => {
  const visitor = new FakeVisitor();

  for (const step of sessions(false).flat()) await step.run(visitor);

  const looks = visitor.paths.filter((path) => path.startsWith("/notes/"));
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.length + visitor.skipped).toBe(visitor.writes.length);
});

test("looks notes up by their text, until they are processed", async () => {
  const query = async () => [
    ["a", "1", "t"],
    ["b", "2", "f"],
  ];

  const books = await load.writes?.lookUp({ query, run: async () => "" }, 0);

  expect(books?.stored).toEqual([
    { key: "a", id: "1", isPending: false },
    { key: "b", id: "2", isPending: true },
  ]);
});
