import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../../environment.ts";

/** A Prometheus rule: a recording rule or an alerting rule. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/** Reads the rules of `constructs/observability/<configuration>/rules/`, in file order. */
export function readRules(configuration = "prometheus"): Rule[] {
  const folder = join(root, "constructs/observability", configuration, "rules");
  return readdirSync(folder).flatMap((file) => {
    const { groups } = parse(readFileSync(join(folder, file), "utf8")) as {
      groups: { rules: Rule[] }[];
    };
    return groups.flatMap(({ rules }) => rules);
  });
}

/** Returns the series that an expression queries, recorded ones included. */
export function seriesOf(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '""')
    .replace(/\{[^}]*\}/g, "{}")
    .replace(/\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const words = bare.matchAll(/[a-zA-Z_][\w:]*(?![\w:]*\s*\()/g);
  const names = [...words].map(([word]) => word).filter((word) => /[_:]|^up$/.test(word));
  return [...new Set(names)].sort();
}
