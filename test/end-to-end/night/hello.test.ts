import { test } from "vitest";
import { walkHello } from "../hello.ts";

test("an application in Python goes through all stages and back to 3: no request fails, no note is lost or doubled", async () => {
  await walkHello("stage-1", "2", "3", "4", "5", "6", "7", "8", "7", "6", "5", "4", "3");
}, 1_200_000);
