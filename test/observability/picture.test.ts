import { describe, expect, test } from "vitest";
import { pictureOf } from "../../architecture/picture.ts";
import { type Box, layOut } from "../../observability/src/page/picture/layout.ts";
import { stacksOf } from "../../observability/src/page/picture/stacks.ts";
import { observedArchitecture } from "./support/architecture.ts";

const architecture = observedArchitecture();
const picture = pictureOf(architecture, architecture.observers);

describe("the picture", () => {
  test("groups machines by role, and separates the observers", () => {
    const tiers = Object.fromEntries(
      picture.tiers.map(({ id, machines }) => [id, machines.length]),
    );

    expect(tiers).toMatchObject({ "app/app": 2, "database/database": 3, "database/etcd": 3 });
    expect(picture.observers.map(({ name }) => name)).toEqual(["prometheus"]);
  });

  test("has an arrow for each connection between tiers, except from and to observers", () => {
    const ids = picture.arrows.map(({ id }) => id);
    const ofOtherWorkers = /^worker\/(?!worker>)/;

    expect(ids.filter((id) => !ofOtherWorkers.test(id))).toMatchInlineSnapshot(`
      [
        "customers>public-address/public-address",
        "app/app>cache/cache",
        "app/app>database/database-proxy",
        "app/app>queue/queue",
        "cdn/cdn>file-server/file-server",
        "cdn/cdn>load-balancer/load-balancer",
        "database/database>database/etcd",
        "database/database-proxy>database/database",
        "load-balancer/load-balancer>web/web",
        "public-address/public-address>cdn/cdn",
        "queue/admin-proxy>queue/queue",
        "web/web>app/app",
        "worker/worker>database/database-proxy",
        "worker/worker>payment-provider/payment-provider",
        "worker/worker>queue/queue",
      ]
    `);
  });

  test("stacks a tier on the only tier that it is connected to, within its group", () => {
    const stacks = stacksOf(picture).stacks.filter(({ members }) => members.length > 1);

    expect(stacks.map(({ members }) => members)).toEqual([
      ["database/database", "database/etcd"],
      ["customers", "public-address/public-address"],
      ["queue/admin-proxy", "queue/queue"],
    ]);
  });
});

describe("the layout", () => {
  const layout = layOut(picture);
  const boxes: readonly Box[] = layout.tiers;

  test("is the same each time", () => {
    expect(layOut(picture)).toEqual(layout);
  });

  test("goes from left to right", () => {
    const x = new Map(layout.tiers.map(({ tier, x }) => [tier.id, x]));

    for (const { from, to } of stacksOf(picture).between) {
      expect(x.get(from) as number, `${from} > ${to}`).toBeLessThan(x.get(to) as number);
    }
  });

  test("has no overlapping tiers or labels", () => {
    const labels = layout.arrows
      .filter(({ isAcross }) => isAcross)
      .map(({ label: { x, y } }) => ({ x: x - 32, y: y - 15, width: 64, height: 30 }));
    const all = [...boxes, ...labels];

    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1)) expect(overlap(one, other)).toBe(false);
    }
  });

  test("is nearly twice as wide as high", () => {
    expect(layout.width / layout.height).toBeGreaterThan(1.8);
    expect(layout.width).toBeLessThan(1500);
  });
});

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
