import type { Architecture } from "../../../architecture/model.ts";
import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import type { EngineAddress } from "../../lib/engine/address.ts";
import { bold } from "../../lib/paint.ts";
import { urlOf } from "../../lib/readiness.ts";
import { table } from "../../lib/table.ts";

/**
 * The application's URL, its hosts and what to try next.
 * @param name the application's
 */
export function summarize(
  name: string,
  environment: Environment,
  stages: readonly string[],
  engine: Pick<EngineAddress, "host">,
  { stage, machines }: Architecture,
  /** More remarks, a sentence each. */
  remarks: readonly string[] = [],
): string {
  const url = urlOf(environment, engine);
  const rows = machines.map(({ name: machine, servers, size }) => [
    machine,
    servers.map((server) => server.name).join(", "),
    `${size.cpus} CPU, ${size.memoryMiB} MiB`,
  ]);
  return [
    "",
    bold(`${name} is open: ${url} (${stage}, environment ${environment.name})`),
    "",
    ...table([["host", "servers", "size"], ...rows]),
    "",
    ...remarks.flatMap((remark) => [remark, ""]),
    "What to try next:",
    ...table(nextSteps(environment, stage, stages, url)).map((line) => `  ${line}`),
  ].join("\n");
}

function nextSteps(
  environment: Environment,
  stage: string,
  stages: readonly string[],
  url: string,
): string[][] {
  const next = stages[stages.indexOf(stage) + 1];
  const other = next ?? stages[stages.indexOf(stage) - 1];
  const prefix = variablesOf(environment);
  return [
    [`open ${url}`, "see it"],
    [`${prefix}npm run observe`, "see the servers live, beside any stage"],
    ...(other ? [[`${prefix}npx cdktf diff ${other}`, `see what ${other} would change`]] : []),
    ...(next ? [[`${prefix}npm run deploy ${next}`, "go on to the next stage"]] : []),
    [`${prefix}npm run destroy`, "remove it all, with its data"],
  ];
}
