import { expect, test } from "vitest";
import { describeLonely } from "../../../../commands/measure/drills/lonely.ts";
import { Stage3 } from "../../../../stacks/stage-3.ts";
import { architectureOf } from "../../../synthesize.ts";

test("a stage that has no second server of a role says so", () => {
  const stage3 = architectureOf(Stage3);

  expect(describeLonely(stage3, ["web", "app"])).toBeUndefined();
  expect(describeLonely(stage3, ["app", "database", "queue"])).toBe(
    "stage-3 has no second server of the role database or queue",
  );
});
