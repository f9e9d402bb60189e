import { basename, dirname } from "node:path";
import { parse } from "yaml";
import { type Container, lastStage, synthesizeStage } from "../synthesize.ts";

/** A Prometheus rule: a recording rule or an alerting rule. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/** The files of rules that a server has, by their name, as Prometheus reads them. */
export function ruleFilesOf({ upload = [] }: Pick<Container, "upload">): Record<string, string> {
  const files = upload.filter(({ file }) => dirname(file) === "/etc/prometheus/rules");
  return Object.fromEntries(
    files.map(({ file, content }) => [basename(file), content.replace(/([$%])\1(?=\{)/g, "$1")]),
  );
}

/** The files of rules of the last stage. */
export function ruleFiles(): Record<string, string> {
  const { docker_container } = synthesizeStage(lastStage).resource;
  return ruleFilesOf(docker_container["observability-prometheus"] ?? {});
}

/** All rules of such files, by default of the last stage's, in the order of the files. */
export function readRules(files: Readonly<Record<string, string>> = ruleFiles()): Rule[] {
  return Object.values(files).flatMap((text) => {
    const { groups } = parse(text) as { groups: { rules: Rule[] }[] };
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
