import { expect, test } from "vitest";
import { withoutStatePath } from "../../../../commands/lib/stack/synthesized.ts";

test("a stage of another checkout does not differ by the path of its state", () => {
  const [one, other] = ["../../../..", "../../../../../../blueprint-base-1f2e/.blueprint"].map(
    (place) => {
      const path = `${place}/environments/shop/terraform.tfstate`;
      return withoutStatePath(JSON.stringify({ terraform: { backend: { local: { path } } } }));
    },
  );

  expect(one).toContain('"path": "terraform.tfstate"');
  expect(other).toBe(one);
});

test("a stage without a backend stays as it is", () => {
  expect(JSON.parse(withoutStatePath('{"terraform": {}}'))).toEqual({ terraform: {} });
});
