import { describe, expect, test } from "vitest";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { readPlan } from "../../../../commands/review/compare/plan.ts";
import { planSection } from "../../../../commands/review/compare/plan-section.ts";
import { stackOf } from "./stages.ts";

const { lines } = compare(stackOf(4), stackOf(5));

const planned = (addr: string, action: string) =>
  JSON.stringify({ type: "planned_change", change: { resource: { addr }, action } });

const output = [
  JSON.stringify({ type: "version", terraform: "1.11.4" }),
  planned("docker_container.app-1", "replace"),
  planned("docker_container.app-2", "replace"),
  planned("docker_container.cache", "create"),
  planned("docker_container.web-1", "noop"),
  planned("docker_image.valkey", "create"),
  planned("docker_network.cache", "create"),
  "",
].join("\n");

describe("Terraform's plan", () => {
  test("is accounted for, each line by one of the comparison", () => {
    const { note, rows } = planSection(readPlan(output), lines);

    expect(note).toBe("all 5 lines are accounted for");
    expect(rows.map(({ change, text }) => `${change} ${text}`)).toEqual([
      "replaced docker_container.app-1: replace",
      "replaced docker_container.app-2: replace",
      "added docker_container.cache: create",
      "added docker_image.valkey: create",
      "added docker_network.cache: create",
    ]);
  });

  test("may give a resource that is kept another address", () => {
    const moved = output.concat(planned("docker_volume.database-1", "move"));

    expect(planSection(readPlan(moved), lines).note).toBe("all 6 lines are accounted for");
  });

  test("may remove a leftover of an interrupted deploy", () => {
    const left = output.concat(planned("docker_container.app-1", "delete"));

    const { note, rows } = planSection(readPlan(left), lines);

    expect(note).toBe("all 6 lines are accounted for");
    expect(rows.at(-1)?.text).toBe(
      "docker_container.app-1: delete a leftover of an interrupted deploy",
    );
  });

  test("is reported where it does more, or less, than the comparison expects", () => {
    const more = output
      .replace(planned("docker_image.valkey", "create"), "")
      .concat(planned("docker_container.web-2", "replace"));

    const { note, rows } = planSection(readPlan(more), lines);

    expect(note).toBe("2 are not accounted for");
    expect(rows.filter(({ change }) => change === "danger").map(({ text }) => text)).toEqual([
      "docker_container.web-2: Terraform would replace it, which the comparison does not expect (unchanged): it was changed by hand, or is unhealthy",
      "docker_image.valkey: is added, and Terraform would do nothing",
    ]);
  });
});
