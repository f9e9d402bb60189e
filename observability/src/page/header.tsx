import type { Picture } from "../../../architecture/picture.ts";
import { factsOf } from "./facts.ts";
import { duration, percent, rate } from "./format.ts";
import type { LatestState } from "./use-latest-state.ts";

/** The customers' requests, errors and latency, and the age of these metrics. */
export function Header(props: {
  readonly stage: string;
  readonly picture: Picture;
  readonly known: LatestState;
}) {
  const { stage, picture, known } = props;
  const { state } = known;
  const entry = picture.arrows.find(({ from }) => from === "customers");
  const { requestsPerSecond, errorShare, p95Seconds } = state.arrows[entry?.id ?? ""] ?? {};
  const machines = [...picture.tiers.flatMap((tier) => tier.machines), ...picture.observers]
    .map((machine) => factsOf(machine, state))
    .filter(({ health }) => health !== "leaving");
  const up = machines.filter(({ health }) => health !== "down" && health !== "unknown");
  const hasTraffic = requestsPerSecond !== undefined && requestsPerSecond > 0;
  return (
    <header>
      <h1>
        Live page <small>{stage}</small>
      </h1>
      <dl>
        <Metric name="requests" value={rate(requestsPerSecond)} />
        <Metric name="errors" value={percent(errorShare)} isBad={(errorShare ?? 0) > 0.01} />
        <Metric
          name="p95"
          value={hasTraffic ? duration(p95Seconds) : "–"}
          isDoubtful={(p95Seconds ?? 0) > state.slowSeconds}
        />
        <Metric
          name="machines up"
          value={state.ageSeconds === null ? "–" : `${up.length} of ${machines.length}`}
          isBad={state.ageSeconds !== null && up.length < machines.length}
        />
      </dl>
      <Freshness {...known} />
    </header>
  );
}

function Metric(props: {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly isDoubtful?: boolean;
}) {
  const tone = props.isBad ? "bad" : props.isDoubtful ? "doubtful" : "";
  return (
    <div class={tone}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function Freshness({ state: { ageSeconds }, problem }: LatestState) {
  if (!problem) return <p class="fresh good">● live</p>;
  const age = ageSeconds === null ? "no metrics yet" : `metrics are ${duration(ageSeconds)} old`;
  const isOld = ageSeconds === null || ageSeconds > 3;
  return (
    <p class="fresh bad" role="status">
      ▲ {isOld ? `${age}: ${problem}` : problem}
    </p>
  );
}
