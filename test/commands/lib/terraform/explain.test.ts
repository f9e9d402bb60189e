import { expect, test } from "vitest";
import { explain, findCause } from "../../../../commands/lib/terraform/explain.ts";
import { anEngine } from "../engine/sample.ts";

const running = {
  engine: anEngine(),
  address: "unix:///var/run/docker.sock",
  reason: "",
};
const stopped = {
  address: "unix:///var/run/docker.sock",
  reason: "no answer in 10 s",
};

test.each([
  ["disk", "write /var/lib/x: no space left on device"],
  ["lock", "Error acquiring the state lock"],
  ["port", "Bind for 0.0.0.0:8080 failed: port is already allocated"],
  ["name", 'The container name "/shop-app-1" is already in use by container "1f"'],
  ["other", "exited with code 3"],
])("the cause %s is recognised", (cause, output) => {
  expect(findCause(output, running)).toBe(cause);
});

test("an engine that no longer answers is the cause, whatever the error says", () => {
  const cause = findCause("EOF", stopped);

  expect(explain(cause, stopped, "npm run deploy stage-3")).toBe(
    'the Docker engine at unix:///var/run/docker.sock stopped answering (no answer in 10 s): start it and run "npm run deploy stage-3" again: it continues from here',
  );
});

test("each cause is explained with what to do and the command to repeat", () => {
  for (const cause of ["disk", "lock", "port", "name", "engine", "other"] as const) {
    expect(explain(cause, running, "npm run deploy")).toMatch(/run "npm run deploy" again/);
  }
});
