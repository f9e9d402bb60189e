import { expect, test } from "vitest";
import { namesOf } from "../../../../commands/lib/stack/container.ts";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { whyIncomplete } from "../../../../commands/operate/deploy/database.ts";
import { members } from "../database/samples.ts";

const command = "npm run deploy stage-3";

test("the servers with a role are found by their labels", () => {
  const labelled = (role: string, server: string) => ({
    labels: [
      { label: "blueprint.role", value: role },
      { label: "blueprint.server", value: server },
    ],
  });
  const docker_container = {
    a: labelled("database", "database-1"),
    b: labelled("database-proxy", "database-proxy-1"),
  };
  const stack = parseStack(JSON.stringify({ resource: { docker_container } }), "stage-3");

  expect(namesOf(stack, "database")).toEqual(["database-1"]);
});

test("members may be removed if the remaining one is the primary or synchronous", () => {
  expect(whyIncomplete(members("inStep"), "database-1", "", command)).toBeUndefined();
  expect(whyIncomplete(members("inStep"), "database-2", "", command)).toBeUndefined();
});

test("fails when the remaining one is stopped, and says what to do", () => {
  expect(
    whyIncomplete(members("inStep", { "database-1": "exited" }), "database-1", "", command),
  ).toBe(
    "database-1 may lack writes (it is stopped): start it with docker start shop-database-1, wait until npm run database -- status shows it as synchronous, then run npm run deploy stage-3 again",
  );
});

test("fails when the remaining one lags", () => {
  expect(whyIncomplete(members("handedOver"), "database-3", "", command)).toBe(
    "database-3 may lack writes (it is a replica, running, not synchronous): wait until npm run database -- status shows it as synchronous, then run npm run deploy stage-3 again",
  );
});
