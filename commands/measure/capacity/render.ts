import { markdownTable } from "../../lib/table.ts";
import { describeLimit } from "./limit.ts";
import { type EarlierRun, type Sheet, type StageCapacity, shareOfIdeal } from "./sheet.ts";

/** The goal for more app servers, as a share of linear scaling. */
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
    "## Utilization",
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
    `The highest rate at which no request fails and the p95 latency is below ${p95Ms} ms: ${how}`,
    "with steps of eight seconds. The load is that of `npm run load`, at a constant rate (an open model).",
    `Measured by \`${command}\` on ${date}, on ${machine}.`,
    "The ratios are the result: the rates are those of small hosts on that machine.",
    ...(runs > 1
      ? [
          `Searches of the same stage differ by up to ${percent(Math.max(0, ...spreads))}. The first one is not counted:`,
          "it warms up Node's JIT compiler on the app servers.",
        ]
      : []),
    ...(stages.length > 1 ? [speedWords(stages)] : []),
    ...(before
      ? [`The difference to the previous run (${before.date}) shows how precise a ratio is.`]
      : []),
  ].join("\n");
}

/** A request is the same work for the load generator in each stage: its cost shows the speed. */
function speedWords(stages: readonly StageCapacity[]): string {
  const costs = stages.filter(({ rate }) => rate > 0).map(loadCost);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  return [
    "The machine's speed varied: depending on the stage, a request cost the load generator",
    `${least.toFixed(2)} to ${most.toFixed(2)} ms of CPU time. No ratio is more precise than that (${percent(most / least - 1)}).`,
  ].join("\n");
}

function stageTable({ stages, before }: Sheet): string[] {
  const [first] = stages;
  return markdownTable([
    [
      "stage",
      `to ${first?.stage}`,
      ...(before ? ["previous run"] : []),
      "to previous stage",
      "limited by",
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
  "Stage 3 with smaller app servers, all of one size: four of them and the load generator fit on the machine.";

function scalingTable({ scaling, before }: Sheet): string[] {
  const [one] = scaling;
  return markdownTable([
    [
      "app servers",
      "capacity",
      ...(before ? ["previous run"] : []),
      "of linear scaling",
      "goal",
      "limited by",
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
  "CPU time per request of the mix, summed over the servers of a tier, in milliseconds, at the highest\nrate that held. The idle use of the tier is subtracted.";

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
    "A server should be the limit, not the machine or the load generator. So each step records how many",
    "cores they use, and whether the generator sends each request at its planned time. The generator is one",
    `process on one core; it never used more than ${most.toFixed(2)}. The machine was never busier than ${percent(busiest)}.`,
    "The table shows the highest rates that held.",
  ].join("\n");
}

function limitTable({ writes, stages, scaling }: Sheet): string[] {
  return markdownTable([
    [
      "stage",
      "busy cores",
      "servers",
      "load generator",
      "its ms per request",
      "others when idle",
      "p50, p95 in ms",
      "busiest servers",
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

/** CPU time of the load generator per request, in milliseconds. */
function loadCost({ rate, cores }: StageCapacity): number {
  return rate === 0 ? 0 : (cores.generator * 1000) / rate;
}

/** The range of the searches, divided by their median. */
function spreadOf({ rate, found }: StageCapacity): number {
  return rate === 0 ? 0 : (Math.max(...found) - Math.min(...found)) / rate;
}

function ratio(one: StageCapacity, other: StageCapacity | undefined): string {
  return other && other.rate > 0 ? `${(one.rate / other.rate).toFixed(2)} times` : "";
}

/** The same ratio in the previous run; empty if one of both was not measured. */
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
