import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../environment.ts";
import { lastStage, synthesizeStage } from "../synthesize.ts";
import { readRules, ruleFiles, seriesOf } from "./rules.ts";
import { stageCharts } from "./support/charts.ts";

const rules = readRules();
const alerts = rules.filter(({ alert }) => alert !== undefined);
const names = [...new Set(alerts.map(({ alert }) => alert))];

/** The runbooks of all nouns, by their path in the checkout. */
const runbooks = readdirSync(join(root, "constructs"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\/runbooks\/[^/]+\.md$/.test(file) && !file.includes("/dist/"))
  .map((file) => `constructs/${file}`);

/** What only an application knows. */
const SHOP = /\b(shop|order|cart|payment|charge|catalogue|product)s?\b/i;

describe("the alerts", () => {
  test("are these", () => {
    expect(names.sort()).toMatchInlineSnapshot(`
      [
        "AlertsNotDelivered",
        "CacheDown",
        "CacheHitRatioFallen",
        "CertificateNearEnd",
        "DatabaseWithoutPrimary",
        "DeadLetters",
        "DiskNearlyFull",
        "ErrorBudgetBurn",
        "FileServerDown",
        "LatencyBudgetBurn",
        "LogsNotArriving",
        "MemoryNearLimit",
        "PublicAddressDown",
        "QueueGrowing",
        "QueueWithoutConsumers",
        "ReplicationLag",
        "ServerDown",
        "ServerWithoutDatabase",
        "TargetGone",
        "Watchdog",
      ]
    `);
  });

  test("each have a severity, a summary and a runbook of their name", () => {
    for (const { alert = "", labels, annotations } of alerts) {
      expect(labels?.severity, alert).toMatch(/^(page|ticket)$/);
      expect(annotations?.summary, alert).toMatch(/^[A-Z{"].*\.$/);
      expect(basename(annotations?.runbook ?? ""), alert).toBe(`${kebab(alert)}.md`);
      expect(runbooks, alert).toContain(annotations?.runbook);
    }
  });

  test("are tested by promtool, each with a fault and a near miss", () => {
    const folder = join(root, "test/observability/rules");
    const tested = readdirSync(folder).flatMap((file) => {
      const { tests } = parse(readFileSync(join(folder, file), "utf8")) as PromtoolTests;
      return tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    });

    for (const name of names) {
      const cases = tested.filter(({ alertname }) => alertname === name);
      expect(
        cases.some(({ exp_alerts }) => exp_alerts),
        `${name} fires`,
      ).toBe(true);
      if (name === "Watchdog") continue;
      expect(
        cases.some(({ exp_alerts }) => !exp_alerts),
        `${name} is silent`,
      ).toBe(true);
    }
  });
});

describe("the runbooks", () => {
  const text = (file: string) => readFileSync(join(root, file), "utf8");

  test("are one for each alert, listed in the README, and short", () => {
    const list = text("docs/runbooks/README.md");

    expect(runbooks.map((file) => basename(file, ".md")).sort()).toEqual(names.map(kebab).sort());
    for (const file of runbooks) {
      const lines = text(file).trimEnd().split("\n");
      expect(list, file).toContain(`(../../${file})`);
      expect(lines[0], file).toBe(
        `# ${names.find((name) => kebab(name) === basename(file, ".md"))}`,
      );
      expect(lines.length, file).toBeLessThan(42);
    }
  });

  test("know no application", () => {
    for (const file of runbooks) expect(text(file), file).not.toMatch(SHOP);
  });

  test("name only servers and roles that the last stage has", () => {
    const containers = Object.values(synthesizeStage(lastStage).resource.docker_container);
    const labels = containers.flatMap((container) => container.labels);
    const known = new Set(labels.map(({ label, value }) => `${label}=${value}`));

    const all = runbooks.map(text).join("\n");
    const named = all.match(/blueprint\.(server|role)=[\w-]+/g) ?? [];

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((label) => !known.has(label))).toEqual([]);
  });
});

describe("recorded series", () => {
  test("are named level:metric:operation, are unique, and exist where a rule queries them", () => {
    const recorded = rules.flatMap(({ record }) => record ?? []);
    const queried = rules
      .flatMap(({ expr }) => seriesOf(expr))
      .filter((name) => name.includes(":"));

    expect(recorded.filter((name) => !/^[a-z_]+:[a-z0-9_]+:[a-z0-9_]+$/.test(name))).toEqual([]);
    expect(new Set(recorded).size).toBe(recorded.length);
    expect(queried.filter((name) => !recorded.includes(name))).toEqual([]);
  });
});

describe("the rule files", () => {
  test("are those of the nouns that the last stage has, in their folders", () => {
    const folder = join(root, "constructs");
    const nouns = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => basename(file) === "alerts.yml")
      .map((file) => `${basename(dirname(file))}.yml`);

    expect(Object.keys(ruleFiles()).sort()).toEqual(
      [...nouns, "golden-signals.yml", "objectives.yml"].sort(),
    );
  });

  test("know no application", () => {
    for (const [name, text] of Object.entries(ruleFiles())) expect(text, name).not.toMatch(SHOP);
  });
});

test("charts of constructs know no application", () => {
  const { "payment-provider": _, ...roles } = stageCharts().roles;

  expect(JSON.stringify(roles)).not.toMatch(SHOP);
});

test("seriesOf finds the series of an expression, not its functions and labels", () => {
  const expr = `sum by (job, le) (rate(a_total{job="b_c"}[1m])) / on (server) group_right () x:y:z or up == 1`;

  expect(seriesOf(expr)).toEqual(["a_total", "up", "x:y:z"]);
});

interface PromtoolTests {
  readonly tests: { readonly alert_rule_test: { alertname: string; exp_alerts?: unknown }[] }[];
}

function kebab(name = ""): string {
  return name.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();
}
