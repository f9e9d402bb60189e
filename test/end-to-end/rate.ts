import { setTimeout as sleep } from "node:timers/promises";

/**
 * Begins visits at a constant rate until `during` is done: an open model, so that a slow shop gets no
 * less. Ends when all of them have.
 * @param visit is given its number, from 0
 * @param during is given how many visits have ended so far
 * @returns how many visits there were
 */
export async function visitAtRate(
  perSecond: number,
  visit: (number: number) => Promise<void>,
  during: (ended: () => number) => Promise<unknown>,
): Promise<number> {
  const underway = new Set<Promise<void>>();
  let begun = 0;
  let done = false;
  const finish = () => {
    done = true;
  };
  const work = during(() => begun - underway.size);
  work.then(finish, finish);
  const begin = performance.now();
  while (!done) {
    const next = visit(begun++);
    underway.add(next);
    next.finally(() => underway.delete(next));
    await sleep(Math.max(0, begin + (begun * 1000) / perSecond - performance.now()));
  }
  await Promise.all(underway);
  await work;
  return begun;
}
