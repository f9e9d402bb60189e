import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  startCalibration,
  warmUpCalibration,
} from "../../../../commands/measure/capacity/calibration.ts";

test("the calibration loop measures its CPU time while other work is done", async () => {
  warmUpCalibration();
  const stop = startCalibration();

  await sleep(350);

  expect(stop()).toBeGreaterThan(0.01);
});
