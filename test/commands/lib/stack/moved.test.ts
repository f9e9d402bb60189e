import { expect, test } from "vitest";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import type { StageJson } from "../../../synthesize.ts";
import { stackOf } from "../../review/compare/stages.ts";

/** Stage 7 as it was with one file server, without a number. */
function unnumbered({ resource }: StageJson): void {
  const { docker_container: containers, docker_volume: volumes = {} } = resource;
  const { "file-server-1": container, "file-server-2": _, ...others } = containers;
  const { "file-server-1": volume, "file-server-2": __, ...kept } = volumes;
  const text = JSON.stringify({ container, volume }).replaceAll("file-server-1", "file-server");
  const old = JSON.parse(text);
  Object.assign(resource, {
    docker_container: { ...others, "file-server": old.container },
    docker_volume: { ...kept, "file-server": old.volume },
  });
}

const { lines, risks } = compare(stackOf(7, unnumbered), stackOf(7));

const changeOf = (address: string) => lines.find((line) => line.address === address)?.change;

test("a volume that gets another address is kept, and its server is replaced", () => {
  expect(changeOf("docker_volume.file-server-1")).toBe("unchanged");
  expect(changeOf("docker_container.file-server-1")).toBe("replaced");
  expect(changeOf("docker_volume.file-server")).toBeUndefined();
  expect(risks.filter(({ level }) => level === "danger")).toEqual([]);
});

test("nothing moves where the new address is there already", () => {
  const stage = stackOf(7);

  const again = compare(stage, stage);

  expect(again.lines.every(({ change }) => change === "unchanged")).toBe(true);
});
