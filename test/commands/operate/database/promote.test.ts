import { expect, test } from "vitest";
import { whyNotPromote } from "../../../../commands/operate/database/promote.ts";
import { members } from "./samples.ts";

const plain = { answers: true, accepts: false };
const hangs = { answers: false, accepts: false };
const accepting = { answers: false, accepts: true };
const lost = members("inStep", { "database-2": "exited" });
const alone = members("alone", { "database-2": "exited", "database-3": "exited" });

test("a synchronous member is promoted where nobody leads, or the leader does not answer", () => {
  expect(whyNotPromote(lost, "database-1", hangs, "")).toBeUndefined();
  expect(whyNotPromote(members("inStep"), "database-1", hangs, "")).toBeUndefined();
});

test("fails when a leader answers, even where a loss is accepted", () => {
  const words =
    "database-2 leads and answers: npm run database -- switchover database-1 hands over without losing an order";

  expect(whyNotPromote(members("inStep"), "database-1", plain, "")).toBe(words);
  expect(whyNotPromote(members("inStep"), "database-1", { answers: true, accepts: true }, "")).toBe(
    words,
  );
});

test("fails when the member may lack orders, unless their loss is accepted", () => {
  expect(whyNotPromote(alone, "database-1", hangs, "")).toBe(
    "database-1 was not a synchronous standby, so it may lack orders that were acknowledged: start the member that led, or one that was, or lose those orders with npm run database -- promote database-1 --yes",
  );
  expect(whyNotPromote(alone, "database-1", accepting, "")).toBeUndefined();
});

test("fails when the member leads already, does not run, or does not exist", () => {
  expect(whyNotPromote(members("inStep"), "database-2", hangs, "")).toBe(
    "database-2 leads already",
  );
  expect(whyNotPromote(lost, "database-2", accepting, "")).toBe(
    "database-2 does not run: docker start shop-database-2",
  );
  expect(whyNotPromote(lost, "database-9", accepting, "")).toContain('no member "database-9"');
});

test("commands name the environment where it is not the usual one", () => {
  const variables = "BLUEPRINT_ENVIRONMENT=review ";

  expect(whyNotPromote(alone, "database-1", hangs, variables)).toContain(
    "BLUEPRINT_ENVIRONMENT=review npm run database -- promote database-1 --yes",
  );
});
