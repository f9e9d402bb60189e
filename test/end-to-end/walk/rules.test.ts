import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillTemplate } from "../../../constructs/core/template.ts";
import { root } from "../../../environment.ts";
import { ruleFiles } from "../../observability/rules.ts";

const observability = join(root, "constructs/observability");

const images: Record<string, string> = {};
beforeAll(async () => {
  for (const image of ["prometheus", "alertmanager"]) {
    const { stdout } = await execa(
      "docker",
      ["build", "--quiet", join(observability, image, "image")],
      {
        env: { DOCKER_BUILDKIT: "0" },
      },
    );
    images[image] = stdout.trim();
  }
});

const folder = mkdtempSync(join(tmpdir(), "rules-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program says of the files that it is given, by their paths in its container. */
async function ask(image: string, files: Record<string, string>, ...command: string[]) {
  const created = await execa("docker", [
    "create",
    "--network=none",
    `${images[image]}`,
    ...command,
  ]);
  const container = created.stdout.trim();
  try {
    for (const [path, source] of Object.entries(files))
      await execa("docker", ["cp", source, `${container}:${path}`]);
    return await execa("docker", ["start", "--attach", container], { all: true, reject: false });
  } finally {
    await execa("docker", ["rm", "--force", container]);
  }
}

/** The last stage's files of rules, as it renders them. */
const rules = { "/etc/prometheus": join(folder, "rules") };
beforeAll(() => {
  mkdirSync(join(folder, "rules"));
  for (const [name, text] of Object.entries(ruleFiles())) {
    writeFileSync(join(folder, "rules", name), text, { mode: 0o644 });
  }
});

describe("Prometheus", () => {
  test("takes its configuration and the rules", async () => {
    const configuration = join(folder, "prometheus.yml");
    const scrape = join(folder, "scrape.json");
    writeFileSync(
      configuration,
      fillTemplate(join(observability, "prometheus/prometheus.yml"), { environment: "shop" }),
      {
        mode: 0o644,
      },
    );
    writeFileSync(scrape, JSON.stringify({ scrape_configs: [] }), { mode: 0o644 });
    const files = {
      ...rules,
      "/etc/prometheus/prometheus.yml": configuration,
      "/etc/prometheus/scrape.json": scrape,
    };

    const answer = await ask(
      "prometheus",
      files,
      "promtool",
      "check",
      "config",
      "--lint-fatal",
      "/etc/prometheus/prometheus.yml",
    );

    expect(answer.exitCode, answer.all).toBe(0);
  });

  test("fires each alert on its fault, and none on a near miss", async () => {
    const files = { ...rules, "/tests": join(root, "test/observability/rules") };

    const answer = await ask("prometheus", files, "sh", "-c", "promtool test rules /tests/*.yml");

    expect(answer.exitCode, answer.all).toBe(0);
  });
});

describe("Alertmanager", () => {
  test("takes its configuration", async () => {
    const files = {
      "/etc/alertmanager.yml": join(observability, "alertmanager/alertmanager.yml"),
    };

    const answer = await ask(
      "alertmanager",
      files,
      "amtool",
      "check-config",
      "/etc/alertmanager.yml",
    );

    expect(answer.exitCode, answer.all).toBe(0);
  });

  test("tells of a cause, and hides what follows from it", async () => {
    const files = {
      "/etc/alertmanager.yml": join(observability, "alertmanager/alertmanager.yml"),
      "/try-alerts": join(root, "test/observability/try-alerts.sh"),
    };

    const answer = await ask("alertmanager", files, "sh", "/try-alerts");

    const told = answer.all.split("\n").sort();
    expect(told).toEqual(["CacheDown", "PublicAddressDown", "ServerDown", "TargetGone web"]);
  });
});
