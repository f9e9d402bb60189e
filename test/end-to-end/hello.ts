import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Step } from "../../commands/measure/promote/step.ts";
import { Shop } from "./shop.ts";

/** Takes examples/hello from nothing to the first stage, then along the others under load. */
export async function walkHello(first: string, ...others: string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "hello-"));
  const hello = await Shop.create("examples/hello");
  try {
    await hello.run("deploy", first);

    const json = join(folder, "promotion.json");
    const path = others.join(",");
    const words = ["promote", "--path", path, "--rate", "15", "--json", json];
    const { all } = await hello.start(words, {}, 120_000 * others.length);
    console.log(all);
    const { steps } = JSON.parse(await readFile(json, "utf8")) as { steps: Step[] };

    expect(steps.map(({ deployed }) => deployed.words)).toEqual(others.map(() => ""));
    expect(steps.flatMap(({ failures }) => failures)).toEqual([]);
    expect(steps.map(({ verdict }) => verdict)).toEqual(
      others.map(() => expect.objectContaining({ isWhole: true, unknown: [] })),
    );
    expect(await hello.plan(`stage-${others.at(-1)}`)).toBe("");
  } finally {
    await hello.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
