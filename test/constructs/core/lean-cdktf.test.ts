import { Lazy } from "cdktf";
import { expect, test } from "vitest";
import { synthesize } from "../../synthesize.ts";

test("an error in a token has its own stack trace, and no other in its message", () => {
  const produce = () => {
    throw new Error("no such file");
  };

  const synthesizing = () =>
    synthesize((stage) => stage.addOverride("locals.text", Lazy.stringValue({ produce })));

  expect(synthesizing).toThrow(
    expect.objectContaining({
      message: "Resolution error: no such file.",
      stack: expect.stringMatching(/at .*produce.*lean-cdktf\.test\.ts/),
    }),
  );
});
