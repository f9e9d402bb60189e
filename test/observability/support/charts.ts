import type { Charts } from "../../../architecture/charts.ts";
import { lastStage, synthesizeStage } from "../../synthesize.ts";

/** The charts that the last stage's dashboard reads. */
export function stageCharts(): Charts {
  const { docker_container } = synthesizeStage(lastStage).resource;
  const files = docker_container["observability-dashboard"]?.upload ?? [];
  const text = files.find(({ file }) => file === "/etc/dashboard/charts.json")?.content ?? "{}";
  return JSON.parse(text) as Charts;
}
