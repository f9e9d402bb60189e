import { describe, expect, test } from "vitest";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import { renderMarkdown } from "../../../../commands/measure/drills/markdown.ts";
import { describeOutcome, renderTable } from "../../../../commands/measure/drills/report.ts";
import { worstOf } from "../../../../commands/measure/drills/result.ts";
import { whole } from "../load/whole.ts";
import { result, untouched } from "./samples.ts";

const faults = await loadFaults();

const outage = result({
  stage: "stage-2",
  timeline: {
    ...untouched,
    groups: { ...untouched.groups, pages: { failed: 120, longestWaitSeconds: 20.2 } },
    disturbedShare: 0.617,
    overcome: false,
    recoverySeconds: 26.1,
    afterRepairSeconds: 1.1,
  },
});
const broken = result({
  stage: "stage-8",
  fault: "kill-cache",
  detection: undefined,
  breaches: ["charged twice: a"],
  verdict: { ...whole, lost: ["b"], doubled: ["a"], isWhole: false },
  alert: { name: "CacheDown", firedSeconds: 22.4, resolvedSeconds: 31 },
});
const failure = {
  stage: "stage-8",
  fault: "kill-web",
  error: "not all servers are healthy after 150 s",
};

describe("a drill's outcome", () => {
  test("tells what was made, noticed, lost and promised", () => {
    expect(describeOutcome(outage).join("\n")).toBe(
      [
        "    made by docker kill: web-1",
        "    noticed by load-balancer after 0.7 s; served as before after 26 s (RTO), 1.1 s after the repair",
        "    400 requests, 120 failed, longest wait 20 s; 0 of 40 acknowledged orders lost (RPO)",
        "    62 % of the requests under the fault failed or took longer than a second",
        "    ✓ held: no client-visible impact",
      ].join("\n"),
    );
  });

  test("names each breach, and the alert", () => {
    const text = describeOutcome(broken).join("\n");

    expect(text).toContain("1 of 40 acknowledged orders lost (RPO)");
    expect(text).toContain(
      "the alert CacheDown was delivered 22 s after the fault, its end 31 s after the repair",
    );
    expect(text).toContain("✗ not held: no client-visible impact\n      ✗ charged twice: a");
  });
});

test("the table has a row for each drill", () => {
  expect(renderTable([outage, broken, failure])).toEqual([
    "stage    fault       promise    noticed  RTO             RPO  failed      disturbed  longest wait  alert",
    "stage-2  kill-web    held       0.7 s    repair + 1.1 s  0    120 of 400  62 %       20 s          –",
    "stage-8  kill-cache  not held   –        0.0 s           1    0 of 400    –          0.1 s         CacheDown 22 s, 31 s",
    "stage-8  kill-web    no result",
  ]);
});

test("of several runs the worst one counts, and the sheet has the waits of all", () => {
  const waits = (pages: number) => ({
    ...untouched,
    groups: { ...untouched.groups, pages: { failed: 0, longestWaitSeconds: pages } },
  });
  const slow = result({ timeline: waits(1.9) });
  const late = result({ timeline: waits(1.2), breaches: ["too late"] });

  const worst = worstOf([slow, late, result()]);

  expect(worst).toMatchObject({ breaches: ["too late"], runs: [{ held: true }, {}, {}] });
  expect(worstOf([slow, failure])).toBe(failure);
  expect(worstOf([slow])).toBe(slow);
  const entry = { ...worst, date: "2026-01-30", machine: "2 × a CPU" };
  expect(renderMarkdown([entry], faults, whole.words, "npm run drills")).toContain(
    "| stage-4 | kill-web | 2 of 3 | 0 | 0 | 1.9 s, 1.2 s, 0.1 s |",
  );
});

test("the sheet shows when the path takes a weakness away, and what was not held", () => {
  const entries = [outage, result(), broken, failure].map((outcome, i) => ({
    ...outcome,
    date: `2026-01-3${i % 2}`,
    machine: "2 × a CPU",
  }));

  const sheet = renderMarkdown(entries, faults, whole.words, "npm run drills");

  expect(sheet).toContain("`npm run drills` on 2026-01-30, 2026-01-31, on 2 × a CPU.");
  expect(sheet).toContain("| fault | 2 | 4 | 8 |");
  expect(sheet).toContain(
    "| kill-web | ✓ repair + 1.1 s, 120 failed | ✓ 0.0 s, 0 failed | ✗ no result |",
  );
  expect(sheet).toContain("| kill-cache |  |  | ✗ 0.0 s, 0 failed |");
  expect(sheet).toContain("- stage-8, kill-cache: charged twice: a");
  expect(sheet).toContain("- stage-8, kill-web: not all servers are healthy after 150 s");
});
