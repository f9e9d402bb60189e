import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  BLOCK_DEFAULTS,
  COMPUTED,
  DEFAULTS,
  IN_PLACE,
} from "../../../../commands/lib/stack/provider-schema.ts";
import { root } from "../../../../environment.ts";

interface Attribute {
  readonly replaces: boolean;
  readonly computed: boolean;
  readonly default?: unknown;
}

/** The stand-in's schema, which its own tests write: by `type.attribute` or `type.block.attribute`. */
const schema: Readonly<Record<string, Attribute>> = JSON.parse(
  readFileSync(join(root, "offline/provider/testdata/schema.json"), "utf8"),
);
const all = Object.entries(schema).map(([path, attribute]) => {
  const [type = "", ...names] = path.split(".");
  return { path, type, name: names.at(-1) ?? "", isNested: names.length > 1, ...attribute };
});
const attributes = all.filter(({ isNested }) => !isNested);
const hasDefault = (attribute: Attribute) =>
  ![undefined, false, ""].includes(attribute.default as never);

describe("the attributes of the provider", () => {
  test("are those of each type of resource that the stages use", () => {
    expect([...new Set(attributes.map(({ type }) => type))].sort()).toEqual(
      Object.keys(IN_PLACE).sort(),
    );
  });

  test.each(attributes)("$path is updated in place, or replaces its resource", (attribute) => {
    expect(IN_PLACE[attribute.type]?.includes(attribute.name)).toBe(!attribute.replaces);
  });

  test.each(attributes)("$path has the known default, or none", (attribute) => {
    const known = DEFAULTS[attribute.type]?.[attribute.name];

    expect(known).toEqual(hasDefault(attribute) ? attribute.default : undefined);
  });

  test.each(all.filter(({ isNested }) => isNested).filter(hasDefault))(
    "$path has the known default of blocks",
    (attribute) => {
      expect(BLOCK_DEFAULTS[attribute.name]).toEqual(attribute.default);
    },
  );

  test.each(attributes.filter(({ type, name }) => COMPUTED[type]?.includes(name)))(
    "$path is read from the engine",
    ({ computed }) => {
      expect(computed).toBe(true);
    },
  );
});
