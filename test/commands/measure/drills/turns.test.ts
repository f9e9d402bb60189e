import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Act, Turns } from "../../../../commands/measure/drills/turns.ts";

const victims = [
  { name: "web-1", container: "shop-web-1", state: "running", status: "Up 1 hour", image: "web" },
];

/** Keeps a list of what was done. */
function recorded(done: string[], failing?: Act) {
  return async (act: Act) => {
    done.push(act);
    if (act === failing && done.length > 1) throw new Error(`no ${act}`);
  };
}

test("a slow server is paused and unpaused in turns, and not after its repair", async () => {
  const done: string[] = [];
  const way = new Turns({ frozenMs: 2, runningMs: 1 }, recorded(done));

  await way.make(victims);
  await expect.poll(() => done.length, { interval: 1 }).toBeGreaterThan(4);
  await way.repair(victims);
  const made = [...done];
  await sleep(10);

  expect(made.slice(0, 4)).toEqual(["pause", "unpause", "pause", "unpause"]);
  expect(made.at(-1)).toBe("repair");
  expect(done).toEqual(made);
});

test("a repair does not wait for the end of a turn, and repairs what was not made", async () => {
  const done: string[] = [];
  const way = new Turns({ frozenMs: 60_000, runningMs: 60_000 }, recorded(done));

  await way.repair(victims);
  await way.make(victims);
  await way.repair(victims);

  expect(done).toEqual(["repair", "pause", "repair"]);
});

test("fails when a turn fails, after the server is repaired", async () => {
  const done: string[] = [];
  const way = new Turns({ frozenMs: 1, runningMs: 1 }, recorded(done, "pause"));

  await way.make(victims);
  await expect.poll(() => done.length, { interval: 1 }).toBe(3);

  await expect(way.repair(victims)).rejects.toThrow("no pause");
  expect(done).toEqual(["pause", "unpause", "pause", "repair"]);
});
