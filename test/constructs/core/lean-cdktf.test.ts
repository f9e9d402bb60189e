import { Lazy, TerraformLocal } from "cdktf";
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

test("tokens are resolved wherever they are in a stack, and what is undefined is left out", () => {
  const port = Lazy.numberValue({ produce: () => 8080 });

  const json = synthesize((stage) => {
    new TerraformLocal(stage, "local", {
      port,
      none: undefined,
      list: [{ url: `http://${port}` }],
    });
    stage.addOverride("locals.key", { [Lazy.stringValue({ produce: () => "port" })]: port });
  });

  expect(JSON.parse(json).locals).toEqual({
    local: { port: 8080, list: [{ url: "http://8080" }] },
    key: { port: 8080 },
  });
});
