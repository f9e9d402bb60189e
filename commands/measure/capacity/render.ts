import { markdownTable } from "../../lib/table.ts";
import { checkShares, limitsOf, usableShare } from "./limit.ts";
import { pathStage } from "./path.ts";
import {
  type CheckedRun,
  costOf,
  largestDifference,
  nameRatio,
  type Ratios,
  ratiosOf,
  type Sheet,
  type StageCapacity,
  shareOfIdeal,
} from "./sheet.ts";

/** The goal for more app servers, as a share of linear scaling. */
const goalOfIdeal = 0.85;
/** The goal for the difference between two runs of a ratio. */
const goalOfDifference = 0.1;
/** The goal for the throughput of a path, to that of the direct one. */
const goalOfPath = 0.8;

/** The sheet in Markdown. */
export function describeSheet(sheet: Sheet): string {
  const { stages, scaling, paths } = sheet;
  const section = (title: string, words: string, table: readonly string[]) => [
    "",
    `## ${title}`,
    "",
    ...(words ? [words, ""] : []),
    ...table,
  ];
  return [
    "# Capacity",
    "",
    introduction(sheet),
    ...(stages.length > 0 ? section("Stages", "", stageTable(sheet)) : []),
    ...(scaling.length > 0 ? section("More app servers", scalingWords, scalingTable(sheet)) : []),
    ...(stages.length > 0 ? section("What a request costs", costWords, costTable(stages)) : []),
    ...(paths.length > 0 ? section("What the path costs", pathWords, pathTable(sheet)) : []),
    ...(stages.length + scaling.length > 0
      ? section("Checks", checkWords(sheet), checkTable(sheet))
      : []),
    "",
  ].join("\n");
}

function introduction(sheet: Sheet): string {
  const { command, date, machine, p95Ms, stages, scaling } = sheet;
  const all = [...stages, ...scaling];
  return [
    "The capacity of a stage is computed: the CPU time of a request in each tier is measured, and the capacity is the",
    `rate at which the servers of one tier use ${percent(usableShare)} of their CPU limit. That tier is the bottleneck. Up to this`,
    `utilization no request fails and the p95 latency is below ${p95Ms} ms (see [Checks](#checks)).`,
    `Measured by \`${command}\` on ${date}, on ${machine}.`,
    "The load is that of `npm run load`. The ratios are the result: the rates are those of small hosts on that machine.",
    ...(all.length > 0 ? [speedWords(all)] : []),
    ...differenceWords(sheet),
  ].join("\n");
}

function speedWords(all: readonly StageCapacity[]): string {
  const speeds = all.flatMap(({ loopMs }) => loopMs);
  const varied = Math.max(...speeds) / Math.min(...speeds) - 1;
  return [
    `The machine's speed varied by ${percent(varied)}. A calibration loop showed it in the same seconds, and all costs are`,
    "converted to its median.",
  ].join("\n");
}

/** How precise a ratio is. */
function differenceWords(sheet: Sheet): string[] {
  const largest = largestDifference(sheet);
  if (!largest || !sheet.before) return [];
  const isMet = largest.share <= goalOfDifference;
  return [
    `No ratio differs from that of the previous run (${sheet.before.date}) by more than ${percent(largest.share)} (${largest.name}); goal:`,
    `at most ${percent(goalOfDifference)}, ${isMet ? "met" : "**missed**"}.`,
  ];
}

function stageTable(sheet: Sheet): string[] {
  const { stages } = sheet;
  const [first] = stages;
  const ratio = ratioCells(sheet);
  const twice = (to: string) => (sheet.before ? [to, "previous run"] : [to]);
  return markdownTable([
    [
      "stage",
      ...twice(`to ${first?.stage}`),
      ...twice("to previous stage"),
      "bottleneck",
      "next",
      "requests/s",
      "turns",
    ],
    ...stages.map((each, i) => {
      const [lowest, next] = limitsOf(each.servers);
      return [
        each.stage,
        ...ratio(each, first),
        ...ratio(each, stages[i - 1]),
        lowest?.tier ?? "",
        lowest && next ? `${next.tier}, at ${(next.rate / lowest.rate).toFixed(1)} times` : "",
        whole(each.rate),
        each.turns.map(whole).join(", "),
      ];
    }),
  ]);
}

const scalingWords =
  "Stage 3 with smaller app servers, all of one size: four of them and the load generator fit on the machine.";

function scalingTable(sheet: Sheet): string[] {
  const { scaling } = sheet;
  const [one] = scaling;
  const ratio = ratioCells(sheet);
  return markdownTable([
    [
      "app servers",
      "capacity",
      ...(sheet.before ? ["previous run"] : []),
      "of linear scaling",
      "goal",
      "bottleneck",
      "requests/s",
    ],
    ...scaling.map((each) => {
      const share = one ? shareOfIdeal(one, each) : 1;
      return [
        `${each.appServers}`,
        ...ratio(each, one),
        share.toFixed(2),
        each === one ? "" : `${goalOfIdeal}, ${share >= goalOfIdeal ? "met" : "**missed**"}`,
        limitsOf(each.servers)[0]?.tier ?? "",
        whole(each.rate),
      ];
    }),
  ]);
}

const costWords = [
  "CPU time per request of the mix, summed over the servers of a tier, in milliseconds. The idle use of the tier is",
  "subtracted.",
].join("\n");

function costTable(stages: readonly StageCapacity[]): string[] {
  const tiers = [...new Set(stages.flatMap(({ servers }) => servers.map(({ tier }) => tier)))];
  const rows = tiers
    .map((tier) => [tier, ...stages.map((stage) => costOf(stage, tier))] as const)
    .filter(([, ...costs]) => costs.some((each) => each >= 0.005));
  return markdownTable([
    ["tier", ...stages.map(({ stage }) => stage)],
    ...rows.map(([tier, ...costs]) => [
      tier,
      ...costs.map((each) => (each === 0 ? "" : each.toFixed(2))),
    ]),
    ["all servers", ...stages.map((stage) => costOf(stage).toFixed(2))],
  ]);
}

const pathWords = [
  "The throughput of the same response over longer and longer paths, with 16 connections that are kept open (`wrk`),",
  `in turns. One server of each role of ${pathStage} runs, with half its CPU limit: with more, the machine would be the`,
  "limit. The load generator has no limit, and runs beside the server in front of the first one on the path.",
].join("\n");

function pathTable({ paths, before }: Sheet): string[] {
  return markdownTable([
    [
      "path",
      "to the direct one",
      ...(before ? ["previous run"] : []),
      "goal",
      "turns",
      "requests/s",
      "busiest server",
    ],
    ...paths.map(({ name, ratio, turns, throughput, busiest }) => {
      const isDirect = ratio === 1;
      return [
        name,
        ratio.toFixed(2),
        ...(before ? [before.ratios[name]?.toFixed(2) ?? ""] : []),
        isDirect ? "" : `${goalOfPath}, ${ratio >= goalOfPath ? "met" : "**missed**"}`,
        isDirect ? "" : turns.map((turn) => turn.toFixed(2)).join(", "),
        whole(throughput),
        `${busiest.server}: ${percent(busiest.cpuShare)}`,
      ];
    }),
  ]);
}

function checkWords({ stages, scaling }: Sheet): string {
  const all = [...stages, ...scaling];
  const most = Math.max(...all.map(({ cores }) => cores.generator));
  const busiest = Math.max(...all.map(({ cores }) => cores.machine / cores.there));
  return [
    `Costs are measured at ${percent(checkShares.lower)} of the capacity, where the promise has to hold: no request fails, and p95 is`,
    `below the objective. At ${percent(checkShares.upper)} it should not hold. While costs were measured, the load generator, one`,
    `process, used up to ${most.toFixed(2)} of a core, and the machine was up to ${percent(busiest)} busy.`,
  ].join("\n");
}

function checkTable({ writes, stages, scaling }: Sheet): string[] {
  const cells = (run: CheckedRun | undefined) =>
    run
      ? [
          `${run.rate} requests/s ${run.kept ? "held" : "did not hold"}`,
          `${whole(run.answers.p50)}, ${whole(run.answers.p95)}`,
          `${run.busiest.server}: ${percent(run.busiest.cpuShare)}`,
        ]
      : ["", "", ""];
  const head = (share: number) => [percent(share), "p50, p95 in ms", "busiest server"];
  return markdownTable([
    [
      "stage",
      ...head(checkShares.lower),
      ...head(checkShares.upper),
      `${writes} lost or doubled`,
      "others when idle, in cores",
    ],
    ...[...stages, ...scaling].map(({ stage, lower, upper, broken, cores }) => [
      stage,
      ...cells(lower),
      ...cells(upper),
      `${broken}`,
      cores.othersAtRest.toFixed(2),
    ]),
  ]);
}

/** The cells of a ratio: in this run, and in the previous one if there was one. */
function ratioCells(sheet: Sheet) {
  const ratios = ratiosOf(sheet);
  return (one: StageCapacity, other: StageCapacity | undefined): string[] => {
    const cell = (from: Ratios) => {
      const ratio = other && (one === other ? 1 : from[nameRatio(one.stage, other.stage)]);
      return ratio === undefined ? "" : `${ratio.toFixed(2)} times`;
    };
    return [cell(ratios), ...(sheet.before ? [cell(sheet.before.ratios)] : [])];
  };
}

function whole(value: number): string {
  return `${Math.round(value)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
