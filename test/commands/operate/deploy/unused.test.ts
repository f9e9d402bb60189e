import { expect, test } from "vitest";
import application from "../../../../application.ts";
import { describeUnused } from "../../../../commands/operate/deploy/unused.ts";
import hello from "../../../../examples/hello/application.ts";
import { Stage4 } from "../../../../stacks/stage-4.ts";
import { Stage5 } from "../../../../stacks/stage-5.ts";
import { architectureOf } from "../../../synthesize.ts";

test("a server that the application does not use is named, from the stage on that has it", () => {
  expect(describeUnused(hello, architectureOf(Stage4))).toEqual([]);
  expect(describeUnused(hello, architectureOf(Stage5))).toEqual([
    "hello declares no use of the cache: it runs, and stays idle",
  ]);
  expect(describeUnused(application, architectureOf(Stage5))).toEqual([]);
});
