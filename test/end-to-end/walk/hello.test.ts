import { test } from "vitest";
import { walkHello } from "../hello.ts";

test("an application in Python goes through stages 1, 3 and 8: no request fails, no note is lost or doubled", async () => {
  await walkHello("stage-1", "3", "8");
});
