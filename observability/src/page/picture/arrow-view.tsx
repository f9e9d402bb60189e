import type { ArrowMetrics } from "../../model/state.ts";
import { duration, percent, rate } from "../format.ts";
import type { PlacedArrow } from "./layout.ts";
import { motionSeconds, strokeWidth, toneOf } from "./tone.ts";

type ArrowProps = PlacedArrow & { readonly metrics?: ArrowMetrics; readonly slowSeconds: number };

/** The line of an arrow: thicker and faster with more requests. */
export function ArrowLine({ arrow, path, metrics = {}, slowSeconds }: ArrowProps) {
  const { requestsPerSecond } = metrics;
  const tone = toneOf(metrics, slowSeconds);
  const seconds = motionSeconds(requestsPerSecond);
  return (
    <g class={`arrow ${tone}`} data-arrow={arrow.id}>
      <path
        class="line"
        d={path}
        style={{ strokeWidth: strokeWidth(requestsPerSecond) }}
        marker-end={`url(#head-${tone})`}
      />
      {seconds && <path class="motion" d={path} style={{ animationDuration: `${seconds}s` }} />}
    </g>
  );
}

/** The label of an arrow: its request rate, and its p95 or, above 1 %, its error share. */
export function ArrowLabel({
  arrow,
  label: { x, y },
  isAcross,
  metrics = {},
  slowSeconds,
}: ArrowProps) {
  const { requestsPerSecond, p95Seconds, errorShare = 0 } = metrics;
  const requestRate = rate(requestsPerSecond);
  const latency = p95Seconds === undefined ? "" : `p95 ${duration(p95Seconds)}`;
  const more = errorShare > 0.01 ? `${percent(errorShare)} err` : latency;
  const tone = toneOf(metrics, slowSeconds);
  if (requestsPerSecond === undefined) return null;
  if (!isAcross) {
    return (
      <text class={`label beside ${tone}`} x={x} y={y + 4} data-label={arrow.id}>
        {more ? `${requestRate} · ${more}` : requestRate}
      </text>
    );
  }
  return (
    <g data-label={arrow.id}>
      <text class={`label ${tone}`} x={x} y={y - 3}>
        {requestRate}
      </text>
      <text class={`label small ${tone}`} x={x} y={y + 10}>
        {more}
      </text>
    </g>
  );
}
