import { expect, test } from "vitest";
import { whyNotPromote } from "../../../../commands/operate/database/promote.ts";
import { members } from "./samples.ts";

const plain = { answers: true, accepts: false };
const hangs = { answers: false, accepts: false };
const accepting = { answers: false, accepts: true };
const lost = members("inStep", { "database-2": "exited" });
const alone = members("alone", { "database-2": "exited", "database-3": "exited" });

test("a synchronous member is promoted when there is no primary or it does not respond", () => {
  expect(whyNotPromote(lost, "database-1", hangs, "")).toBeUndefined();
  expect(whyNotPromote(members("inStep"), "database-1", hangs, "")).toBeUndefined();
});

test("fails when the primary responds, even if a loss is accepted", () => {
  const message =
    "database-2 is the primary and responds: run npm run database -- switchover database-1, which loses no write";

  expect(whyNotPromote(members("inStep"), "database-1", plain, "")).toBe(message);
  expect(whyNotPromote(members("inStep"), "database-1", { answers: true, accepts: true }, "")).toBe(
    message,
  );
});

test("fails when the member may lack writes, unless their loss is accepted", () => {
  expect(whyNotPromote(alone, "database-1", hangs, "")).toBe(
    "database-1 was not a synchronous standby, so it may lack acknowledged writes: start the last primary or a synchronous standby, or accept their loss with npm run database -- promote database-1 --yes",
  );
  expect(whyNotPromote(alone, "database-1", accepting, "")).toBeUndefined();
});

test("fails when the member is already the primary, does not run, or does not exist", () => {
  expect(whyNotPromote(members("inStep"), "database-2", hangs, "")).toBe(
    "database-2 is already the primary",
  );
  expect(whyNotPromote(lost, "database-2", accepting, "")).toBe(
    "database-2 does not run: docker start shop-database-2",
  );
  expect(whyNotPromote(lost, "database-9", accepting, "")).toContain('no member "database-9"');
});

test("commands contain the environment's variables if it is not the default one", () => {
  const variables = "BLUEPRINT_ENVIRONMENT=review ";

  expect(whyNotPromote(alone, "database-1", hangs, variables)).toContain(
    "BLUEPRINT_ENVIRONMENT=review npm run database -- promote database-1 --yes",
  );
});
