import { expect, test } from "vitest";
import { seededRandom } from "../../../commands/measure/load/random.ts";
import type { Visitor } from "../../../constructs/app/load.ts";
import { Shopper } from "../../../shop/load/shopper.ts";
import { planWalk, type Visit } from "../../../shop/load/walk.ts";

/** The first walk with a step of that kind. */
function walkWith(wanted: Visit["action"]["kind"]): Visit[] {
  const random = seededRandom(1);
  for (;;) {
    const visits = planWalk(random);
    if (visits.some(({ action }) => action.kind === wanted)) return visits;
  }
}

test("a shopper whose cart could not be filled orders nothing, and reports what is not sent", async () => {
  const sent: string[] = [];
  const skipped: string[] = [];
  const visitor: Visitor = {
    shared: new Map(),
    newKey: () => "key",
    request: async (kind) => {
      sent.push(kind);
      return undefined;
    },
    write: async (kind) => {
      sent.push(kind);
      return undefined;
    },
    skip: (kind) => {
      skipped.push(kind);
    },
  };

  const shopper = new Shopper();
  for (const visit of walkWith("checkout")) await shopper.visit(visitor, visit);

  expect(skipped.filter((kind) => kind !== "file")).toEqual(["checkout", "order", "order status"]);
  expect(new Set(sent)).toEqual(new Set(["catalogue", "product", "cart"]));
});
