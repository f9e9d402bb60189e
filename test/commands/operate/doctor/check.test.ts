import { expect, test } from "vitest";
import {
  failed,
  later,
  missing,
  renderChecks,
  there,
  verdict,
} from "../../../../commands/operate/doctor/check.ts";

const checks = [
  there("Node", "20.9.0"),
  later("Docker engine", "no answer", "deploy starts it"),
  missing("Terraform", "not on the path", "install it"),
];

test("checks are shown in columns, with what to do", () => {
  expect(renderChecks(checks)).toEqual([
    "✓ Node           20.9.0",
    "→ Docker engine  no answer → deploy starts it",
    "✗ Terraform      not on the path → install it",
  ]);
});

test("the verdict counts the checks that stop a deploy", () => {
  expect(verdict(checks, "npm run deploy")).toBe("1 of these stops a deploy");
  expect(verdict(checks.slice(0, 2), "npm run deploy")).toBe(
    "ready: npm run deploy, which does what is marked → by itself",
  );
  expect(verdict(checks.slice(0, 1), "npm run deploy")).toBe("ready: npm run deploy");
});

test("an error of a deploy becomes a failed check with its fix", () => {
  const error = new Error("port 8080 is taken by nginx (process 812): end it");

  expect(failed("port 8080", error)).toEqual(
    missing("port 8080", "port 8080 is taken by nginx (process 812)", "end it"),
  );
  expect(failed("environment", new Error("unknown")).found).toBe("unknown");
});
