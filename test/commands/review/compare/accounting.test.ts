import { array, assert, constantFrom, integer, property, record, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import { type StageJson, stages, synthesizeStage } from "../../../synthesize.ts";
import { comparisonOf, stackOf, stageOf } from "./stages.ts";

const numbers = stages.map((_, index) => index + 1);
const pairs = numbers.flatMap((one) => numbers.map((other) => [one, other] as const));

/** Returns the addresses of a stage's resources, from its JSON. */
function addressesOf({ resource }: StageJson): string[] {
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.keys(all).map((id) => `${type}.${id}`),
  );
}

/** Returns the addresses that a stage lacks, sorted. */
function missingFrom(stage: StageJson, addresses: ReadonlySet<string>): string[] {
  const own = new Set(addressesOf(stage));
  return [...addresses].filter((address) => !own.has(address)).sort();
}

describe("a comparison accounts for each resource exactly once", () => {
  test.each(pairs)("from stage-%i to stage-%i", (one, other) => {
    const before = synthesizeStage(stageOf(one));
    const after = synthesizeStage(stageOf(other));
    const all = new Set([...addressesOf(before), ...addressesOf(after)]);

    const { lines } = comparisonOf(one, other);

    expect(lines.map(({ address }) => address).sort()).toEqual([...all].sort());
    const added = lines.filter(({ change }) => change === "added");
    const removed = lines.filter(({ change }) => change === "removed");
    expect(added.map(({ address }) => address)).toEqual(missingFrom(before, all));
    expect(removed.map(({ address }) => address)).toEqual(missingFrom(after, all));
  });
});

type Edit = (stage: StageJson, choice: number, word: string) => void;

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[choice % items.length];
}

/** Edits of a stage; an edit does nothing if there is nothing to edit. */
const edits: Record<string, Edit> = {
  rename: ({ resource }, choice, word) => {
    const containers = resource.docker_container;
    const id = pick(Object.keys(containers), choice);
    if (id === undefined || `${id}-${word}` in containers) return;
    const found = containers[id];
    delete containers[id];
    if (found) containers[`${id}-${word}`] = found;
  },
  resize: ({ resource }, choice) => {
    const one = pick(Object.values(resource.docker_container), choice);
    if (one) Object.assign(one, { memory: 64 + choice, cpus: `${1 + (choice % 7)}.5` });
  },
  "add a server": ({ resource }, choice, word) => {
    const one = pick(Object.values(resource.docker_container), choice);
    if (one) resource.docker_container[`new-${word}`] = { ...one, name: `shop-new-${word}` };
  },
  "close a connection": ({ resource }, choice) => {
    const one = pick(Object.values(resource.docker_container), choice);
    one?.networks_advanced?.splice(choice % (one.networks_advanced.length || 1), 1);
  },
  "drop a volume": ({ resource }, choice) => {
    const volumes = resource.docker_volume ?? {};
    const id = pick(Object.keys(volumes), choice);
    if (id === undefined) return;
    delete volumes[id];
    for (const one of Object.values(resource.docker_container)) {
      const left = one.volumes?.filter((each) => !each.volume_name?.includes(`.${id}.name`));
      Object.assign(one, { volumes: left });
    }
  },
  "add an unknown resource": ({ resource }, _, word) => {
    const unknown = { name: word };
    resource.docker_secret = { ...resource.docker_secret, [`secret-${word}`]: unknown };
  },
};

const anEdit = record({
  kind: constantFrom(...Object.keys(edits)),
  choice: integer({ min: 0, max: 1000 }),
  word: string({ unit: constantFrom("a", "b", "c", "d"), minLength: 1, maxLength: 4 }),
});

describe("after random edits", () => {
  test("a comparison accounts for each resource once, and shows what differs", () => {
    const aReview = record({
      number: constantFrom(...numbers),
      made: array(anEdit, { minLength: 1, maxLength: 5 }),
    });

    assert(
      property(aReview, ({ number, made }) => {
        const before = synthesizeStage(stageOf(number));
        const after = synthesizeStage(stageOf(number));
        for (const { kind, choice, word } of made) edits[kind]?.(after, choice, word);

        const comparison = compare(
          stackOf(number),
          stackOf(number, (stage) => Object.assign(stage, after)),
        );

        const all = new Set([...addressesOf(before), ...addressesOf(after)]);
        expect(comparison.lines.map(({ address }) => address)).toEqual([...all].sort());
        const wrong = comparison.lines.filter(({ address, change, details }) => {
          const [type = "", id = ""] = address.split(/\.(.*)/s);
          const isPropagated = details.some((each) => each.endsWith(" is replaced"));
          const [was, is] = [before, after].map(({ resource }) =>
            JSON.stringify(resource[type]?.[id]),
          );
          if (was === undefined) return change !== "added";
          if (is === undefined) return change !== "removed";
          if (was === is) return change !== (isPropagated ? "replaced" : "unchanged");
          return change === "unchanged";
        });
        expect(wrong).toEqual([]);
        renderText(reportOf(comparison));
      }),
      { numRuns: 100, seed: 8 },
    );
  });
});
