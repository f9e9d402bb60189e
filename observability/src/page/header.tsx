import type { Picture } from "../../../architecture/picture.ts";
import { factsOf } from "./facts.ts";
import { duration, percent, rate } from "./format.ts";
import type { Known } from "./use-state-of-shop.ts";

/** What the customers get, and how fresh that is. */
export function Header(props: {
  readonly stage: string;
  readonly picture: Picture;
  readonly known: Known;
}) {
  const { stage, picture, known } = props;
  const { state } = known;
  const entry = picture.arrows.find(({ from }) => from === "customers");
  const { requestsPerSecond, errorShare, p95Seconds } = state.arrows[entry?.id ?? ""] ?? {};
  const machines = [...picture.tiers.flatMap((tier) => tier.machines), ...picture.observers]
    .map((machine) => factsOf(machine, state))
    .filter(({ health }) => health !== "leaving");
  const up = machines.filter(({ health }) => health !== "down" && health !== "unknown");
  const isTold = requestsPerSecond !== undefined && requestsPerSecond > 0;
  return (
    <header>
      <h1>
        The shop, live <small>{stage}</small>
      </h1>
      <dl>
        <Figure name="requests" value={rate(requestsPerSecond)} />
        <Figure name="errors" value={percent(errorShare)} isBad={(errorShare ?? 0) > 0.01} />
        <Figure
          name="p95"
          value={isTold ? duration(p95Seconds) : "–"}
          isDoubtful={(p95Seconds ?? 0) > 0.5}
        />
        <Figure
          name="machines up"
          value={state.ageSeconds === null ? "–" : `${up.length} of ${machines.length}`}
          isBad={state.ageSeconds !== null && up.length < machines.length}
        />
      </dl>
      <Freshness {...known} />
    </header>
  );
}

function Figure(props: {
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

function Freshness({ state: { ageSeconds }, obstacle }: Known) {
  if (!obstacle) return <p class="fresh good">● live</p>;
  const age = ageSeconds === null ? "no figures yet" : `figures are ${duration(ageSeconds)} old`;
  const isOld = ageSeconds === null || ageSeconds > 3;
  return (
    <p class="fresh bad" role="status">
      ▲ {isOld ? `${age}: ${obstacle}` : obstacle}
    </p>
  );
}
