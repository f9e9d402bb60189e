import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fillTemplate, placeholdersOf } from "../../../constructs/core/template.ts";

describe("fillTemplate", () => {
  const folder = mkdtempSync(join(tmpdir(), "template-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fill = (template: string, values: Parameters<typeof fillTemplate>[1]) => {
    const file = join(folder, "file");
    writeFileSync(file, template);
    return fillTemplate(file, values);
  };

  test("replaces every occurrence of a placeholder with its value", () => {
    expect(fill("{{ a }}:{{ b }} {{ a }}", { a: "x", b: 1 })).toBe("x:1 x");
  });

  test("repeats a line for each item of a list", () => {
    expect(fill("listen {{ host }}:{{ port }};\nend", { host: ["a", "b"], port: 80 })).toBe(
      "listen a:80;\nlisten b:80;\nend",
    );
  });

  test("escapes Terraform expressions in the template, but not in values", () => {
    expect(fill("${x} %{+X} {{ a }}", { a: "${var.secret}" })).toBe("$${x} %%{+X} ${var.secret}");
  });

  test("leaves Prometheus' own templates alone, which are no placeholders", () => {
    const template = "{{ $value }} {{ $labels.job | title }} {{ a }}";

    expect(fill(template, { a: 1 })).toBe("{{ $value }} {{ $labels.job | title }} 1");
    expect(placeholdersOf(join(folder, "file"))).toEqual(["a"]);
  });

  test("fails when a placeholder has no value", () => {
    expect(() => fill("{{ port }}", {})).toThrow("has {{ port }}: give it a value");
  });

  test("fails when a value has no placeholder", () => {
    expect(() => fill("", { port: 1 })).toThrow("has no {{ port }}: leave it out");
  });
});
