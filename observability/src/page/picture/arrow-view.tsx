import type { ArrowFigures } from "../../model/state.ts";
import { duration, percent, rate } from "../format.ts";
import type { PlacedArrow } from "./layout.ts";
import { motionSeconds, strokeWidth, toneOf } from "./tone.ts";

type ArrowProps = PlacedArrow & { readonly figures?: ArrowFigures };

/** Who asks whom: the more often, the thicker and the faster. */
export function ArrowLine({ arrow, path, figures = {} }: ArrowProps) {
  const { requestsPerSecond } = figures;
  const tone = toneOf(figures);
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

/** How often, and what 95 of 100 take at the most, or the share that fails if it is not small. */
export function ArrowLabel({ arrow, label: { x, y }, isAcross, figures = {} }: ArrowProps) {
  const { requestsPerSecond, p95Seconds, errorShare = 0 } = figures;
  const often = rate(requestsPerSecond);
  const slow = p95Seconds === undefined ? "" : `p95 ${duration(p95Seconds)}`;
  const more = errorShare > 0.01 ? `${percent(errorShare)} err` : slow;
  const tone = toneOf(figures);
  if (requestsPerSecond === undefined) return null;
  if (!isAcross) {
    return (
      <text class={`label beside ${tone}`} x={x} y={y + 4} data-label={arrow.id}>
        {more ? `${often} · ${more}` : often}
      </text>
    );
  }
  return (
    <g data-label={arrow.id}>
      <text class={`label ${tone}`} x={x} y={y - 3}>
        {often}
      </text>
      <text class={`label small ${tone}`} x={x} y={y + 10}>
        {more}
      </text>
    </g>
  );
}
