import type { ArrowFigures } from "../../model/state.ts";
import { duration, percent, rate } from "../format.ts";
import type { PlacedArrow } from "./layout.ts";
import { motionSeconds, strokeWidth, toneOf } from "./tone.ts";

/** Who asks whom: the more often, the thicker and the faster. */
export function ArrowView(props: PlacedArrow & { readonly figures?: ArrowFigures }) {
  const { arrow, path, label, isAcross, figures = {} } = props;
  const { requestsPerSecond, p95Seconds, errorShare } = figures;
  const tone = toneOf(figures);
  const seconds = motionSeconds(requestsPerSecond);
  const second = errorShare && errorShare > 0.01 ? `${percent(errorShare)} err` : slow(p95Seconds);
  return (
    <g class={`arrow ${tone}`} data-arrow={arrow.id}>
      <path
        class="line"
        d={path}
        style={{ strokeWidth: strokeWidth(requestsPerSecond) }}
        marker-end={`url(#head-${tone})`}
      />
      {seconds && <path class="motion" d={path} style={{ animationDuration: `${seconds}s` }} />}
      {isAcross ? (
        <>
          <text class="label" x={label.x} y={label.y - 3}>
            {rate(requestsPerSecond)}
          </text>
          <text class="label small" x={label.x} y={label.y + 10}>
            {second}
          </text>
        </>
      ) : (
        <text class="label beside" x={label.x} y={label.y + 4}>
          {[rate(requestsPerSecond), second].filter(Boolean).join(" · ")}
        </text>
      )}
    </g>
  );
}

function slow(seconds: number | undefined): string {
  return seconds === undefined ? "" : `p95 ${duration(seconds)}`;
}
