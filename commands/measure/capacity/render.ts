import { markdownTable } from "../../lib/table.ts";
import { describeLimit } from "./limit.ts";
import { type EarlierRun, type Sheet, type StageCapacity, shareOfIdeal } from "./sheet.ts";

/** The share of ideal growth that more app servers are meant to bring at least. */
const goalOfIdeal = 0.85;

/** The sheet in Markdown. */
export function describeSheet(sheet: Sheet): string {
  const { stages, scaling } = sheet;
  return [
    "# Capacity",
    "",
    introduction(sheet),
    ...(stages.length > 0 ? ["", "## Stages", "", ...stageTable(sheet)] : []),
    ...(scaling.length > 0
      ? ["", "## More app servers", "", scalingWords, "", ...scalingTable(sheet)]
      : []),
    ...(stages.length > 0
      ? ["", "## What a request costs", "", costWords, "", ...costTable(stages)]
      : []),
    "",
    "## Who is the limit",
    "",
    generatorWords(sheet),
    "",
    ...limitTable(sheet),
    "",
  ].join("\n");
}

function introduction(sheet: Sheet): string {
  const { command, date, machine, p95Ms, runs, stages, scaling, before } = sheet;
  const spreads = [...stages, ...scaling].map(spreadOf);
  const how = runs === 1 ? "one search" : `the median of ${runs} searches`;
  return [
    `The highest rate at which no request fails and 95 of 100 are answered within ${p95Ms} ms: ${how},`,
    "each by steps of eight seconds, with the load of `npm run load` at a constant rate (an open model).",
    `Measured by \`${command}\` on ${date}, on ${machine}.`,
    "The result is the ratios; the rates are those of small hosts on that machine.",
    ...(runs > 1
      ? [
          `Searches of one and the same stage differ by up to ${percent(Math.max(0, ...spreads))}. One before them is not`,
          "counted: Node still compiles the app servers' code while they serve.",
        ]
      : []),
    ...(stages.length > 1 ? [speedWords(stages)] : []),
    ...(before
      ? [`Ratios are as exact as this run and the one before (${before.date}) agree on them.`]
      : []),
  ].join("\n");
}

/** The load's program does the same for each request of each stage: what it takes tells the machine's speed. */
function speedWords(stages: readonly StageCapacity[]): string {
  const costs = stages.filter(({ rate }) => rate > 0).map(loadCost);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  return [
    `The machine's own speed changed meanwhile: from one stage to another a request took the load's program`,
    `${least.toFixed(2)} to ${most.toFixed(2)} ms of CPU. No ratio is more exact than that (${percent(most / least - 1)}).`,
  ].join("\n");
}

function stageTable({ stages, before }: Sheet): string[] {
  const [first] = stages;
  return markdownTable([
    [
      "stage",
      `to ${first?.stage}`,
      ...(before ? ["the run before"] : []),
      "to the stage before",
      "what limits it",
      "requests/s",
      "searches",
    ],
    ...stages.map((each, i) => [
      each.stage,
      ratio(each, first),
      ...(before ? [ratioBefore(before, each, first)] : []),
      ratio(each, stages[i - 1]),
      describeLimit(each.limit),
      whole(each.rate),
      each.found.map(whole).join(", "),
    ]),
  ]);
}

const scalingWords =
  "Stage 3 with smaller app servers, all of one size, so that four of them and the load fit into the machine.";

function scalingTable({ scaling, before }: Sheet): string[] {
  const [one] = scaling;
  return markdownTable([
    [
      "app servers",
      "capacity",
      ...(before ? ["the run before"] : []),
      "of ideal",
      "goal",
      "what limits it",
      "requests/s",
      "searches",
    ],
    ...scaling.map((each) => {
      const share = one ? shareOfIdeal(one, each) : 1;
      const isMet = share >= goalOfIdeal;
      return [
        `${each.appServers}`,
        ratio(each, one),
        ...(before ? [ratioBefore(before, each, one)] : []),
        share.toFixed(2),
        each === one ? "" : `${goalOfIdeal}, ${isMet ? "met" : "**missed**"}`,
        describeLimit(each.limit),
        whole(each.rate),
        each.found.map(whole).join(", "),
      ];
    }),
  ]);
}

const costWords =
  "CPU time of one request of the mix in all servers of a tier together, in milliseconds, at the highest\nrate that held. What the tier uses at rest is taken off.";

function costTable(stages: readonly StageCapacity[]): string[] {
  const tiers = [...new Set(stages.flatMap(({ servers }) => servers.map(({ tier }) => tier)))];
  const cost = (stage: StageCapacity, tier: string) =>
    stage.servers
      .filter((server) => server.tier === tier)
      .reduce((sum, { cpuMsPerRequest }) => sum + cpuMsPerRequest, 0);
  const rows = tiers
    .map((tier) => [tier, ...stages.map((stage) => cost(stage, tier))] as const)
    .filter(([, ...costs]) => costs.some((each) => each >= 0.005));
  return markdownTable([
    ["tier", ...stages.map(({ stage }) => stage)],
    ...rows.map(([tier, ...costs]) => [
      tier,
      ...costs.map((each) => (each === 0 ? "" : each.toFixed(2))),
    ]),
    [
      "all servers",
      ...stages.map((stage) =>
        stage.servers.reduce((sum, { cpuMsPerRequest }) => sum + cpuMsPerRequest, 0).toFixed(2),
      ),
    ],
  ]);
}

function generatorWords({ stages, scaling }: Sheet): string {
  const all = [...stages, ...scaling];
  const most = Math.max(0, ...all.map(({ cores }) => cores.generator));
  const busiest = Math.max(0, ...all.map(({ cores }) => cores.machine / cores.there));
  return [
    "A server's limit is meant to show, not the machine's, nor that of the program that makes the load. So",
    "each step tells how many cores all of them used, and whether the program sent each request when it was",
    `planned. It is one process, which can use one core; it never used more than ${most.toFixed(2)}. The machine was`,
    `never busier than ${percent(busiest)}. The table is of the highest rates that held.`,
  ].join("\n");
}

function limitTable({ writes, stages, scaling }: Sheet): string[] {
  return markdownTable([
    [
      "stage",
      "busy cores",
      "of the servers",
      "of the load",
      "its ms a request",
      "of others at rest",
      "p50, p95 in ms",
      "fullest servers",
      `${writes} lost or doubled`,
    ],
    ...[...stages, ...scaling].map((capacity) => {
      const { stage, cores, latency, servers, broken } = capacity;
      return [
        stage,
        `${cores.machine.toFixed(2)} of ${cores.there}`,
        cores.servers.toFixed(2),
        cores.generator.toFixed(2),
        loadCost(capacity).toFixed(2),
        cores.othersAtRest.toFixed(2),
        `${whole(latency.p50)}, ${whole(latency.p95)}`,
        [...servers]
          .sort((a, b) => b.cpuShare - a.cpuShare)
          .slice(0, 3)
          .map(({ server, cpuShare }) => `${server} ${percent(cpuShare)}`)
          .join(", "),
        `${broken}`,
      ];
    }),
  ]);
}

/** What a request took the load's program, in milliseconds of CPU time. */
function loadCost({ rate, cores }: StageCapacity): number {
  return rate === 0 ? 0 : (cores.generator * 1000) / rate;
}

/** How far apart the searches were, compared with their median. */
function spreadOf({ rate, found }: StageCapacity): number {
  return rate === 0 ? 0 : (Math.max(...found) - Math.min(...found)) / rate;
}

function ratio(one: StageCapacity, other: StageCapacity | undefined): string {
  return other && other.rate > 0 ? `${(one.rate / other.rate).toFixed(2)} times` : "";
}

/** The same ratio in the run before; empty where one of both was not measured then. */
function ratioBefore(
  { rates }: EarlierRun,
  one: StageCapacity,
  other: StageCapacity | undefined,
): string {
  const [rate, to] = [rates[one.stage], other && rates[other.stage]];
  return rate && to ? `${(rate / to).toFixed(2)} times` : "";
}

function whole(value: number): string {
  return `${Math.round(value)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
